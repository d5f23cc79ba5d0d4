package io.jointae.sweep;

import io.jointae.results.Outcome;
import io.jointae.results.Procedure;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Makes the rows that a sweep stores of its trials.
 *
 * @param environment the software and the machine, stored with every row
 * @param datasets the open datasets
 * @param brackets the comparison of each trial that is in one
 */
record TrialRows(SortedMap<String, String> environment, SweepDatasets datasets, Map<Trial, HalvingBracket> brackets) {

    /** Returns the rows of a trained trial. That its fine-tuning diverged is a result too. */
    List<StoredRow> of(Trial trial, TrialEvaluation.Results results) {
        List<StoredRow> all = new ArrayList<>();
        results.rows().forEach(row -> all.add(of(trial, row, TrialRunner.MODELS + "/" + trial.folder())));
        results.diverged()
                .forEach((name, divergence) ->
                        all.addAll(unmeasured(trial, List.of(name), new Outcome.Diverged(divergence.reason(), 0))));
        return all;
    }

    /**
     * Returns the row of a result.
     *
     * @param run the folder of the model; null if it is not kept
     */
    StoredRow of(Trial trial, ResultRow row, String run) {
        return StoredRow.of(row, trial.data().origin(), environment, Instant.now(), run)
                .with(procedure(trial));
    }

    /** Returns the rows of evaluations that have no value. */
    List<StoredRow> unmeasured(Trial trial, List<String> evaluations, Outcome outcome) {
        return evaluations.stream()
                .map(name -> new StoredRow(
                        trial.cell(name),
                        outcome,
                        trial.data().origin(),
                        environment,
                        Instant.now(),
                        null,
                        procedure(trial)))
                .toList();
    }

    /** Returns how the rows of a trial come about. A trial outside of the brackets was trained without a comparison. */
    private Procedure procedure(Trial trial) {
        HalvingBracket bracket = brackets.get(trial);
        return new Procedure(
                datasets.of(trial).data().manifest().recipeVersion(),
                bracket == null ? null : bracket.halving().describe());
    }
}
