package io.jointae.train;

import io.jointae.model.EpochRecord;

/** Stops a run whose cost is not a number any more, or many times what it was. */
public final class DivergenceGuard implements RunListener {

    /** Costs wander by percents; only a run that has left its basin is this far up. */
    private static final double EXPLODED = 10;

    private int phase = -1;
    private double lowest;

    @Override
    public void epoch(TrainingPlan plan, TrainingState state, EpochRecord record) {
        if (record.phase() != phase) {
            phase = record.phase();
            lowest = Double.POSITIVE_INFINITY;
        }
        double cost = record.cost();
        boolean exploded = cost > EXPLODED * lowest && lowest > 0;
        if (!Double.isFinite(cost) || exploded) {
            double rate = plan.phases().get(phase).learningRates().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElseThrow();
            throw new Diverged(String.format(
                    "%s diverged in epoch %d of phase %d: cost %s%s; lower --learning-rate (now %s)",
                    plan.name(), record.epoch(), phase + 1, cost, exploded ? " after " + lowest : "", rate));
        }
        lowest = Math.min(lowest, cost);
    }
}
