package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;

/** Stops a run whose cost is not a number any more, or many times what untrained weights cost. */
public final class DivergenceGuard implements RunListener {

    /**
     * Against a phase's first epoch, not its best: a cost that has come down to hundredths of a nat jumps by
     * factors of ten from batch to batch and is as good a model as ever.
     */
    private static final double EXPLODED = 10;

    private int phase = -1;
    private double first;

    @Override
    public void epoch(TrainingPlan plan, TrainingState state, EpochRecord record) {
        if (record.phase() != phase) {
            phase = record.phase();
            first = record.cost();
        }
        double cost = record.cost();
        boolean exploded = cost > EXPLODED * first;
        if (!Double.isFinite(cost) || exploded) {
            double rate = plan.phases().get(phase).learningRates().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            throw new TrainingDivergedException(String.format(
                    "%s diverged in epoch %d of phase %d: cost %s%s; lower --learning-rate (now %s)",
                    plan.name(),
                    record.epoch(),
                    phase + 1,
                    cost,
                    exploded ? " after " + first + " in its first" : "",
                    rate));
        }
    }
}
