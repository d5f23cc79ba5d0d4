package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stops a run whose training cost is not a finite number, or far above the cost of an untrained model. That is the cost of
 * the first epoch of a phase. A phase that begins with trained layers, such as the joint phase of schemes U and UJ, may begin
 * with a very small cost. It is therefore also compared with earlier phases that reconstruct the same input.
 */
public final class DivergenceGuard implements RunListener {

    /**
     * The largest allowed ratio of a cost to the cost of an untrained model. The best epoch would be a bad reference: costs
     * of some hundredths of a nat vary by factors of ten while the model remains good.
     */
    private static final double MAX_RATIO = 10;

    /** The first epoch of each phase so far, by the number of the phase. */
    private final SortedMap<Integer, EpochRecord> firstEpochs = new TreeMap<>();

    /** Takes the first epochs from the history of the interrupted run, if there is one. */
    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        firstEpochs.clear();
        state.history().forEach(record -> firstEpochs.putIfAbsent(record.phase(), record));
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        int phase = record.phase();
        firstEpochs.putIfAbsent(phase, record);
        EpochRecord reference = reference(plan, phase);
        double cost = record.cost();
        boolean exploded = cost > MAX_RATIO * reference.cost();
        if (!Double.isFinite(cost) || exploded) {
            double rate = plan.phases().get(phase).learningRates().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            throw new TrainingDivergedException(
                    plan.name(),
                    String.format(
                            "in epoch %d of phase %d: its cost is %s%s. Lower the learning rate, which is %s.",
                            record.epoch(),
                            phase + 1,
                            cost,
                            exploded
                                    ? ", after " + reference.cost() + " in the first epoch of phase "
                                            + (reference.phase() + 1)
                                    : "",
                            rate));
        }
    }

    /** Returns the first epoch with the highest cost among the phases up to this one that reconstruct the same input. */
    private EpochRecord reference(TrainingPlan plan, int phase) {
        int input = plan.phases().get(phase).objective().lo();
        return firstEpochs.headMap(phase + 1).values().stream()
                .filter(first -> plan.phases().get(first.phase()).objective().lo() == input)
                .max(Comparator.comparingDouble(EpochRecord::cost))
                .orElseThrow();
    }
}
