package io.jointae.train.averaging;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The rounds of one phase, each one Spark job from one {@link TrainingState} to the next. */
final class Rounds {

    /** Up to this many results are averaged on the driver, more by slices on the executors. */
    private static final int FAN_IN = 8;

    private final TrainingPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<PhaseWorker> worker;
    private final int batches;
    private final double seconds;
    private final StopAfter pause;
    private double secondsPerEpoch = Double.NaN;
    private TrainingState last;
    private long lastRound = RoundStart.NONE;

    /**
     * @param batches of the worker that has most
     * @param seconds about how long a round of a single worker lasts; one epoch at least
     * @param pause no round goes beyond it
     */
    Rounds(
            TrainingPlan plan,
            JavaRDD<Shard> shards,
            Broadcast<PhaseWorker> worker,
            int batches,
            double seconds,
            StopAfter pause) {
        this.plan = plan;
        this.shards = shards;
        this.worker = worker;
        this.batches = batches;
        this.seconds = seconds;
        this.pause = pause;
    }

    TrainingState next(JavaSparkContext context, TrainingState state) {
        RoundWork work = work(state);
        boolean continues = state == last && plan.averaging().workers() == 1;
        RoundStart start = RoundStart.broadcast(context, state, continues ? lastRound : RoundStart.NONE);
        try {
            RoundResult result = run(work, start);
            TrainingState after = apply(state, work, result);
            last = after;
            lastRound = start.id();
            return work.evaluate() || after.history().size() == state.history().size()
                    ? after
                    : evaluated(context, state, after);
        } finally {
            start.destroy();
        }
    }

    private RoundWork work(TrainingState state) {
        Phase phase = plan.phases().get(state.phase());
        if (plan.averaging().workers() > 1) {
            int frequency = plan.averaging().frequency();
            return RoundWork.batches(state.epoch(), state.batch(), frequency == 0 ? batches : frequency);
        }
        int remaining = pause.until(phase, state.phase()) - state.epoch();
        // Unknown at first: the comparison with NaN is false, and a round of one epoch finds out.
        int fitting = secondsPerEpoch > 0 ? (int) Math.min(remaining, seconds / secondsPerEpoch) : 1;
        return RoundWork.epochs(state.epoch(), Math.max(1, fitting));
    }

    private RoundResult run(RoundWork work, RoundStart start) {
        Broadcast<PhaseWorker> phase = worker;
        JavaRDD<RoundResult> results = shards.map(shard -> phase.value().run(work, start, shard));
        int workers = plan.averaging().workers();
        return workers > FAN_IN ? SlicedAverage.of(results, workers) : RoundResult.average(results.collect());
    }

    private TrainingState apply(TrainingState state, RoundWork work, RoundResult result) {
        Phase phase = plan.phases().get(state.phase());
        List<EpochRecord> history = new ArrayList<>(state.history());
        EpochTotals partial = state.partial();
        int done = 0;
        boolean whole = work.batches() == Integer.MAX_VALUE || work.firstBatch() + work.batches() >= batches;
        for (RoundResult.Epoch epoch : result.epochs()) {
            partial = partial.then(epoch.totals());
            if (whole) {
                done++;
                history.add(record(
                        state.phase(),
                        state.epoch() + done,
                        partial.cost() / partial.examples(),
                        epoch.reconstructed(),
                        partial.examples() / partial.seconds()));
                secondsPerEpoch = partial.seconds();
                partial = EpochTotals.NONE;
            }
        }
        int epochs = state.epoch() + done;
        int batch = whole ? 0 : work.firstBatch() + work.batches();
        if (epochs == phase.epochs()) {
            return TrainingState.at(state.phase() + 1, result.parameters().values(), history);
        }
        SortedMap<Integer, float[]> kept = new TreeMap<>();
        result.kept().forEach((index, values) -> kept.put(index, values.values()));
        return new TrainingState(
                state.phase(),
                epochs,
                batch,
                result.parameters().values(),
                result.optimizer().values(),
                kept,
                history,
                partial);
    }

    /** Several workers' clean costs are those of the averaged parameters: one more, short job. */
    private TrainingState evaluated(JavaSparkContext context, TrainingState before, TrainingState after) {
        EpochRecord last = after.history().get(after.history().size() - 1);
        if (!plan.evaluates(before.phase(), last.epoch())) {
            return after;
        }
        Broadcast<PhaseWorker> phase = worker;
        RoundStart start = RoundStart.broadcast(context, after, RoundStart.NONE);
        try {
            // Summed in the order of the workers, whichever comes back first.
            ReconstructionTotals costs = shards.map(shard -> phase.value().evaluate(start, shard)).collect().stream()
                    .reduce(ReconstructionTotals::plus)
                    .orElseThrow();
            List<EpochRecord> history = new ArrayList<>(after.history());
            history.set(
                    history.size() - 1,
                    record(last.phase(), last.epoch(), last.cost(), costs, last.examplesPerSecond()));
            return new TrainingState(
                    after.phase(),
                    after.epoch(),
                    after.batch(),
                    after.parameters(),
                    after.optimizer(),
                    after.kept(),
                    history,
                    after.partial());
        } finally {
            start.destroy();
        }
    }

    /** @param costs null where the epoch was not evaluated */
    private static EpochRecord record(
            int phase, int epoch, double cost, ReconstructionTotals costs, double examplesPerSecond) {
        return costs == null
                ? EpochRecord.unevaluated(phase, epoch, cost, examplesPerSecond)
                : new EpochRecord(
                        phase,
                        epoch,
                        cost,
                        new EpochRecord.Reconstruction(costs.trainMean(), costs.validMean()),
                        new EpochRecord.Reconstruction(costs.corruptedTrainMean(), costs.corruptedValidMean()),
                        examplesPerSecond);
    }
}
