package io.jointae.train.scaling;

import io.jointae.stack.ParameterLayout;
import io.jointae.train.averaging.AveragingMaster;
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
 * @param division the division of the steps among the workers of the plan
 * @param stepSeconds the seconds of a step, {@code s}
 * @param bytes the size of parameters and optimizer state, {@code S}
 * @param round the costs of a round
 * @param network the network between the executors
 */
public record TimeToQuality(
        StepDivision division, double stepSeconds, double bytes, RoundCosts round, ClusterNetwork network) {

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
        double epochs = plan.epochs();
        double multiplyAdds = 0;
        for (Phase phase : plan.phases()) {
            multiplyAdds += phase.epochs() / epochs * phase.objective().multiplyAdds(plan.architecture());
        }
        return new TimeToQuality(
                StepDivision.of(plan, examples),
                plan.batchSize() * multiplyAdds / speed.multiplyAddsPerSecond(),
                bytes(plan),
                speed.round(),
                speed.network());
    }

    /** Returns the size of the parameters and the optimizer state in bytes. */
    private static double bytes(TrainingPlan plan) {
        return 2.0 * Float.BYTES * new ParameterLayout(plan.architecture()).size();
    }

    /** Returns the predicted seconds of an epoch of a number of workers, each on an executor of its own. */
    public double epochSeconds(int workers) {
        StepDivision divided = division.withWorkers(workers);
        double steps = divided.stepsPerEpoch() * stepSeconds;
        double rounds = workers == 1 ? Math.min(1, steps / AveragingMaster.ROUND_SECONDS) : divided.roundsPerEpoch();
        return steps + rounds * round.roundSeconds(workers, bytes, network);
    }

    /** Returns the predicted time to the cost of a single worker, relative to the time of the single worker. */
    public double relativeTime(int workers) {
        return EpochFactor.of(workers) * epochSeconds(workers) / epochSeconds(1);
    }

    /**
     * Returns the number of workers that still pay: up to this number, twice as many workers need at most
     * {@link #WORTHWHILE} of the time to the cost of a single worker.
     */
    public int usefulWorkers() {
        long most = Math.min(MAX_WORKERS, division.withWorkers(1).stepsPerEpoch());
        int useful = 1;
        while (next(useful) <= most && relativeTime(next(useful)) <= WORTHWHILE * relativeTime(next(useful) / 2)) {
            useful = next(useful);
        }
        return useful;
    }

    /** Returns the next even number that is tried, about 5 % more workers. */
    private static int next(int workers) {
        return workers == 1 ? 2 : workers + 2 * Math.max(1, workers / 40);
    }
}
