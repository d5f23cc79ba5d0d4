package io.jointae.sweep;

import io.jointae.results.Measurement;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleBiFunction;

/**
 * How long the trials that a results folder holds took, compared with an estimate. The time of a stored result is that of
 * the training and of its evaluation, as they were beside other trials.
 *
 * @param results the number of results that were compared
 * @param factor the measured seconds of all results divided by the estimated seconds; 1 if none was compared
 * @param least the factor that a quarter of the results is below, at most {@code factor / 1.15}
 * @param most the factor that a quarter of the results is above, at least {@code 1.15 factor}
 */
record TrialTimes(int results, double factor, double least, double most) {

    /** No stored results, so that the estimate stays as it is. */
    static final TrialTimes NONE = new TrialTimes(0, 1, 1, 1);

    /** The least that the time of a sweep is taken to vary when it is repeated. */
    private static final double SPREAD = 1.15;

    /**
     * Compares the results of trials with an estimate. Results that were measured on another kind of machine do not count.
     *
     * @param trials the trials of the plan
     * @param stored the results that the folder holds
     * @param machine the processor and the number of cores, as stored rows have them
     * @param estimate the estimated seconds of training a trial and running one of its evaluations
     */
    static TrialTimes of(
            List<Trial> trials,
            MeasuredCells stored,
            SortedMap<String, String> machine,
            ToDoubleBiFunction<Trial, String> estimate) {
        List<Double> ratios = new ArrayList<>();
        double measured = 0;
        double estimated = 0;
        for (Trial trial : trials) {
            for (String evaluation : trial.evaluation().evaluations()) {
                for (StoredRow row : stored.results(trial, evaluation)) {
                    if (row.outcome() instanceof Measurement
                            && row.environment().entrySet().containsAll(machine.entrySet())) {
                        double expected = estimate.applyAsDouble(trial, evaluation);
                        ratios.add(row.outcome().seconds() / expected);
                        measured += row.outcome().seconds();
                        estimated += expected;
                    }
                }
            }
        }
        if (ratios.isEmpty()) {
            return NONE;
        }
        Collections.sort(ratios);
        double factor = measured / estimated;
        return new TrialTimes(
                ratios.size(),
                factor,
                Math.min(ratios.get((ratios.size() - 1) / 4), factor / SPREAD),
                Math.max(ratios.get(ratios.size() - 1 - (ratios.size() - 1) / 4), factor * SPREAD));
    }
}
