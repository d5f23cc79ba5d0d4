package io.jointae.train.averaging;

import io.jointae.model.EpochRecord;
import io.jointae.stack.ParameterLayout;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRates;
import io.jointae.train.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.DoubleAccumulator;

/** The rounds of one phase. Each round is one Spark job that leads from one {@link TrainingState} to the next. */
final class Rounds {

    private final TrainingPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<PhaseWorker> worker;
    private final int batches;
    private final double roundSeconds;
    private final StopAfter stop;
    private double secondsPerEpoch = Double.NaN;
    private TrainingState lastState;
    private long lastRoundEnd = System.nanoTime();
    private long lastRound = RoundStart.NONE;
    private WorkerRates lastRates = WorkerRates.NONE;

    /**
     * @param batches the number of batches per epoch of the worker that has most
     * @param roundSeconds the intended duration of a round of a single worker; a round is at least one epoch
     * @param stop no round goes beyond this epoch
     */
    Rounds(
            TrainingPlan plan,
            JavaRDD<Shard> shards,
            Broadcast<PhaseWorker> worker,
            int batches,
            double roundSeconds,
            StopAfter stop) {
        this.plan = plan;
        this.shards = shards;
        this.worker = worker;
        this.batches = batches;
        this.roundSeconds = roundSeconds;
        this.stop = stop;
    }

    /** Runs one round and returns the state after it. */
    TrainingState next(JavaSparkContext context, TrainingState state) {
        RoundWork work = nextWork(state);
        boolean continues = state == lastState && plan.averaging().workers() == 1;
        RoundStart start = RoundStart.broadcast(context, state, continues ? lastRound : RoundStart.NONE);
        try {
            RoundResult result = run(work, start);
            lastRates = new WorkerRates(result.rates());
            TrainingState after = apply(result, state, work, secondsSinceLastRound());
            lastState = after;
            lastRound = start.id();
            boolean completedEpoch = after.history().size() > state.history().size();
            return completedEpoch && !work.evaluate() ? withReconstructionCosts(context, after) : after;
        } finally {
            start.destroy();
        }
    }

    /** Returns the speed of each worker in the last round. */
    WorkerRates lastRates() {
        return lastRates;
    }

    private RoundWork nextWork(TrainingState state) {
        Phase phase = plan.phases().get(state.phase());
        if (plan.averaging().workers() > 1) {
            int frequency = plan.averaging().frequency();
            return RoundWork.batches(state.epoch(), state.batch(), frequency == 0 ? batches : frequency);
        }
        int remaining = stop.epochsOf(phase, state.phase()) - state.epoch();
        // The duration of an epoch is not known before the first round, which therefore has one epoch.
        int fitting = secondsPerEpoch > 0 ? (int) Math.min(remaining, roundSeconds / secondsPerEpoch) : 1;
        return RoundWork.epochs(state.epoch(), Math.max(1, fitting));
    }

    private RoundResult run(RoundWork work, RoundStart start) {
        Broadcast<PhaseWorker> broadcast = worker;
        // Spark shows the value of each task, and so of each worker, and their sum on the page of the stage.
        DoubleAccumulator speed = shards.context().doubleAccumulator("examples per second");
        JavaRDD<RoundResult> results = shards.map(shard -> {
            RoundResult result = broadcast.value().run(work, start, shard);
            result.rates().forEach(rate -> speed.add(rate.examplesPerSecond()));
            return result;
        });
        List<Integer> lengths = vectorLengths();
        long bytes = lengths.stream()
                .mapToLong(length -> (long) length * Float.BYTES)
                .sum();
        return AveragingRoad.of(shards.context().getConf(), plan.averaging().workers(), bytes) == AveragingRoad.DRIVER
                ? RoundResult.average(results.collect())
                : RoundResult.averageOnExecutors(results, lengths);
    }

    /** Returns the lengths of the parameters and of the optimizer state that are averaged. */
    private List<Integer> vectorLengths() {
        int parameters = new ParameterLayout(plan.architecture()).size();
        boolean averagesState = plan.averaging().state() == Averaging.State.AVERAGE;
        return List.of(parameters, averagesState ? parameters * plan.updater().stateSize() : 0);
    }

    /** Returns the wall-clock time from the end of the round before, or from the start of the phase, until now. */
    private double secondsSinceLastRound() {
        long now = System.nanoTime();
        double seconds = (now - lastRoundEnd) * 1e-9;
        lastRoundEnd = now;
        return seconds;
    }

    /** @param wallSeconds the wall-clock time of the round, of which each of its epochs has an equal part */
    private TrainingState apply(RoundResult result, TrainingState state, RoundWork work, double wallSeconds) {
        List<EpochRecord> history = new ArrayList<>(state.history());
        EpochTotals partialEpoch = state.partialEpoch();
        int completed = 0;
        boolean endsWithEpoch = work.batches() == Integer.MAX_VALUE || work.firstBatch() + work.batches() >= batches;
        for (RoundResult.Epoch epoch : result.epochs()) {
            partialEpoch = partialEpoch.plusSequential(
                    epoch.totals().withWallSeconds(wallSeconds / result.epochs().size()));
            if (endsWithEpoch) {
                completed++;
                history.add(withCosts(
                        record(state.phase(), state.epoch() + completed, partialEpoch), epoch.reconstruction()));
                secondsPerEpoch = partialEpoch.stepSeconds();
                partialEpoch = EpochTotals.NONE;
            }
        }
        int epochs = state.epoch() + completed;
        OuterUpdate outer = OuterUpdate.of(
                plan.averaging().outer(),
                state.parameters(),
                result.parameters().values(),
                state.outerVelocity());
        if (epochs == plan.phases().get(state.phase()).epochs()) {
            return TrainingState.atPhaseStart(state.phase() + 1, outer.parameters(), history);
        }
        SortedMap<Integer, float[]> workerStates = new TreeMap<>();
        result.workerStates().forEach((index, values) -> workerStates.put(index, values.values()));
        int batch = endsWithEpoch ? 0 : work.firstBatch() + work.batches();
        return new TrainingState(
                new PlanPosition(state.phase(), epochs, batch),
                outer.parameters(),
                result.optimizerState().values(),
                workerStates,
                history,
                partialEpoch,
                outer.velocity());
    }

    /** Adds the reconstruction costs of the averaged parameters to the last epoch, in one more short Spark job. */
    private TrainingState withReconstructionCosts(JavaSparkContext context, TrainingState state) {
        List<EpochRecord> history = new ArrayList<>(state.history());
        EpochRecord last = history.get(history.size() - 1);
        if (!plan.evaluates(last.phase(), last.epoch())) {
            return state;
        }
        Broadcast<PhaseWorker> broadcast = worker;
        RoundStart start = RoundStart.broadcast(context, state, RoundStart.NONE);
        try {
            // collect() returns the results in the order of the workers, so the order of summation is fixed.
            ReconstructionTotals costs =
                    shards.map(shard -> broadcast.value().evaluate(start, shard)).collect().stream()
                            .reduce(ReconstructionTotals::plus)
                            .orElseThrow();
            history.set(history.size() - 1, withCosts(last, costs));
            return state.withHistory(history);
        } finally {
            start.destroy();
        }
    }

    private static EpochRecord record(int phase, int epoch, EpochTotals totals) {
        return new EpochRecord(
                phase,
                epoch,
                totals.cost() / totals.examples(),
                EpochRecord.Reconstruction.NONE,
                EpochRecord.Reconstruction.NONE,
                totals.examplesPerSecond(),
                totals.stepExamplesPerSecond());
    }

    /** @param costs null if they were not evaluated after this epoch */
    private static EpochRecord withCosts(EpochRecord epoch, ReconstructionTotals costs) {
        return costs == null
                ? epoch
                : epoch.with(
                        new EpochRecord.Reconstruction(costs.trainMean(), costs.validMean()),
                        new EpochRecord.Reconstruction(costs.corruptedTrainMean(), costs.corruptedValidMean()));
    }
}
