package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;

/** Stops a run whose training cost is not a finite number, or far above the cost of the first epoch of its phase. */
public final class DivergenceGuard implements RunListener {

    /**
     * The largest allowed ratio of a cost to the cost of the first epoch of the phase. The best epoch would be a bad
     * reference: costs of some hundredths of a nat vary by factors of ten while the model remains good.
     */
    private static final double MAX_RATIO = 10;

    private int phase = -1;
    private double firstCost;

    /** Takes the reference of the current phase from the history of the interrupted run, if there is one. */
    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        phase = -1;
        state.history().stream()
                .filter(record -> record.phase() == state.phase())
                .findFirst()
                .ifPresent(this::remember);
    }

    private void remember(EpochRecord first) {
        phase = first.phase();
        firstCost = first.cost();
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        if (record.phase() != phase) {
            remember(record);
        }
        double cost = record.cost();
        boolean exploded = cost > MAX_RATIO * firstCost;
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
                            exploded ? ", after " + firstCost + " in the first epoch of the phase" : "",
                            rate));
        }
    }
}
