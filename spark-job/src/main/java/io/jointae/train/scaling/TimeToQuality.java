package io.jointae.train.scaling;

import io.jointae.stack.ParameterLayout;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.options.WorkerDefaults;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;

/**
 * A prediction of the time that several workers need to reach the cost of a single worker. {@code E} is the
 * {@link EpochFactor}, {@code n} the number of examples, {@code b} the batch size, {@code H} the number of steps between
 * two averagings, {@code s} the seconds of a step, and {@code R} the seconds of a round by {@link RoundCosts}:
 *
 * <pre>{@code
 * steps(K) = ceil(ceil(n / K) / b)
 * epoch(K) = steps(K) s + ceil(steps(K) / H) R(K, S)
 * time(K)  = E(K) epoch(K)
 * }</pre>
 *
 * <p>The rounds of a single worker last at least {@link AveragingMaster#ROUND_SECONDS}, whatever {@code H}.
 *
 * @param examples the number of training examples, {@code n}
 * @param batchSize the number of examples per step, {@code b}
 * @param averaging the averaging of the workers. If it is the default of its number of workers, every other number of
 *     workers has its default too; otherwise all have this frequency and this outer optimizer
 * @param stepSeconds the seconds of a step, {@code s}
 * @param bytes the size of parameters and optimizer state, {@code S}
 * @param round the costs of a round
 * @param network the network between the executors
 */
public record TimeToQuality(
        long examples,
        int batchSize,
        Averaging averaging,
        double stepSeconds,
        double bytes,
        RoundCosts round,
        ClusterNetwork network) {

    /** Twice as many workers pay if they need at most this fraction of the time. */
    static final double WORTHWHILE = 0.8;

    private static final int MAX_WORKERS = 1 << 20;

    /**
     * Returns the prediction for a plan.
     *
     * @param examples the number of training examples
     * @param speed the speed of the machines
     */
    public static TimeToQuality of(TrainingPlan plan, long examples, ClusterSpeed speed) {
        return new TimeToQuality(
                examples,
                plan.batchSize(),
                plan.averaging(),
                plan.batchSize() * multiplyAdds(plan) / speed.multiplyAddsPerSecond(),
                2.0 * Float.BYTES * new ParameterLayout(plan.architecture()).size(),
                speed.round(),
                speed.network());
    }

    /** Returns the multiply-adds per example, the mean over the epochs of all phases. */
    static double multiplyAdds(TrainingPlan plan) {
        double sum = 0;
        for (Phase phase : plan.phases()) {
            sum += phase.epochs() * phase.objective().multiplyAdds(plan.architecture());
        }
        return sum / plan.epochs();
    }

    /** Returns the division of the steps among a number of workers. */
    StepDivision division(int workers) {
        int frequency = hasDefaults() ? WorkerDefaults.of(workers).frequency() : averaging.frequency();
        return new StepDivision(examples, batchSize, workers, frequency);
    }

    private OuterOptimizer outer(int workers) {
        return hasDefaults() ? WorkerDefaults.of(workers).outer() : averaging.outer();
    }

    private boolean hasDefaults() {
        WorkerDefaults defaults = WorkerDefaults.of(averaging.workers());
        return averaging.workers() == 1
                || averaging.frequency() == defaults.frequency()
                        && averaging.outer().equals(defaults.outer());
    }

    /** Returns the predicted seconds of an epoch of a number of workers, each on an executor of its own. */
    public double epochSeconds(int workers) {
        StepDivision division = division(workers);
        double steps = division.stepsPerEpoch() * stepSeconds;
        double rounds = workers == 1 ? Math.min(1, steps / AveragingMaster.ROUND_SECONDS) : division.roundsPerEpoch();
        return steps + rounds * round.roundSeconds(workers, bytes, network);
    }

    /** Returns the predicted time to the cost of a single worker, relative to the time of the single worker. */
    public double relativeTime(int workers) {
        return EpochFactor.of(outer(workers), workers) * epochSeconds(workers) / epochSeconds(1);
    }

    /**
     * Returns the number of workers that still pay: the largest number that needs at most {@link #WORTHWHILE} of the time
     * of half as many workers, or of fewer. It is at most the number of batches per epoch.
     */
    public int usefulWorkers() {
        long most = Math.min(MAX_WORKERS, division(1).stepsPerEpoch());
        int useful = 1;
        double shortest = relativeTime(1);
        int half = 1;
        for (int workers = 2; workers <= most; workers = next(workers)) {
            for (; half <= workers / 2; half = next(half)) {
                shortest = Math.min(shortest, relativeTime(half));
            }
            if (relativeTime(workers) <= WORTHWHILE * shortest) {
                useful = workers;
            }
        }
        return useful;
    }

    /** Returns the next even number that is tried, about 5 % more workers. */
    private static int next(int workers) {
        return workers == 1 ? 2 : workers + 2 * Math.max(1, workers / 40);
    }
}
