package io.jointae.train.averaging;

import io.jointae.model.EpochRecord;
import io.jointae.spark.RddResults;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.OuterUpdate;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRates;
import io.jointae.train.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.DoubleAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rounds of one phase. Each round is one Spark job that leads from one {@link TrainingState} to the next. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final TrainingPlan plan;
    private final JavaRDD<Shard> shards;
    private final Broadcast<PhaseWorker> worker;
    private final int batches;
    private final double roundSeconds;
    private final StopAfter stop;
    private double secondsPerEpoch = Double.NaN;
    private final RoundExchange exchange;
    private TrainingState begin;
    private TrainingState lastStart;
    private TrainingState end;
    private long lastRoundEnd = System.nanoTime();
    private WorkerRates lastRates = WorkerRates.NONE;
    private final PeerRounds peers;

    /**
     * @param batches the number of batches per epoch of the worker that has most
     * @param roundSeconds the intended duration of a round of a single worker; a round is at least one epoch
     * @param stop no round goes beyond this epoch
     * @param exchange moves the numbers of the rounds of a run
     */
    Rounds(
            TrainingPlan plan,
            JavaRDD<Shard> shards,
            Broadcast<PhaseWorker> worker,
            int batches,
            double roundSeconds,
            StopAfter stop,
            RoundExchange exchange) {
        this.plan = plan;
        this.shards = shards;
        this.worker = worker;
        this.batches = batches;
        this.roundSeconds = roundSeconds;
        this.stop = stop;
        this.exchange = exchange;
        this.peers = new PeerRounds(plan, shards);
    }

    /**
     * Runs one round, or several that need one job, and returns the state after it. If executors lost optimizer states that workers keep, the round
     * starts from the last state that was stored, or else from the first state of the phase that it was given.
     */
    TrainingState next(TrainingState state) {
        if (begin == null) {
            begin = state;
        }
        lastStart = exchange.isLost(state) ? lastStored() : state;
        try {
            end = run(lastStart);
        } catch (Exception e) {
            if (!exchange.isLost(lastStart)) {
                throw e;
            }
            lastStart = lastStored();
            end = run(lastStart);
        }
        return end;
    }

    /** Ends the phase on the executors, whether or not the run has taken all of its epochs. */
    @Override
    public void close() {
        if (end == null || end.phase() == begin.phase()) {
            exchange.release(worker, shards);
        }
        worker.destroy();
    }

    /** Returns the state that the last round really started from, which is an earlier one after a loss. */
    TrainingState lastStart() {
        return lastStart;
    }

    private TrainingState lastStored() {
        TrainingState last = exchange.lastStored()
                .filter(state -> state.phase() == begin.phase())
                .orElse(begin);
        LOG.warn(
                "{}: executors that were lost took optimizer states with them, so training goes on from the last stored"
                        + " state, which is in phase {} after epoch {}.",
                plan.name(),
                last.phase() + 1,
                last.epoch());
        return last;
    }

    private TrainingState run(TrainingState state) {
        TrainingState together = peers.possible() ? runTogether(state) : null;
        if (together != null) {
            return together;
        }
        RoundWork work = nextWork(state);
        TrainingState after = exchange.mayContinue(state) ? run(state, work, exchange.continuing()) : null;
        if (after == null) {
            after = run(state, work, exchange.start(state));
        }
        boolean completedEpoch = after.history().size() > state.history().size();
        return completedEpoch && !work.evaluate() ? withReconstructionCosts(after) : after;
    }

    /** Returns null if the workers could not run at the same time. */
    private TrainingState runTogether(TrainingState state) {
        PeerWork work = peers.next(state.epoch(), state.batch(), batches, roundSeconds);
        RoundStart start = exchange.startTogether(state);
        TrainingState after = null;
        try {
            List<PeerResult> results = peers.run(worker, work, start).orElse(null);
            if (results != null) {
                lastRates =
                        new WorkerRates(results.stream().map(PeerResult::rate).toList());
                after = apply(results, state, work, exchange.keptStates(start));
                exchange.ended(start, after);
            }
            return after;
        } finally {
            if (after == null) {
                exchange.failed(start);
            }
            start.destroy();
        }
    }

    private TrainingState apply(
            List<PeerResult> results, TrainingState state, PeerWork work, Map<Integer, float[]> keptStates) {
        List<RoundResult.Epoch> rounds = PeerResult.total(results);
        double wallSeconds = secondsSinceLastRound() / rounds.size();
        EpochTotals epoch = state.partialEpoch();
        for (RoundResult.Epoch round : rounds) {
            epoch = epoch.plusSequential(round.totals().withWallSeconds(wallSeconds));
        }
        List<EpochRecord> history = new ArrayList<>(state.history());
        int epochs = state.epoch() + (work.endsEpoch() ? 1 : 0);
        if (work.endsEpoch()) {
            history.add(ReconstructionTotals.addedTo(
                    epoch.record(state.phase(), epochs),
                    rounds.get(rounds.size() - 1).reconstruction()));
        }
        float[] parameters = PeerResult.joined(results, PeerResult::parameters);
        if (epochs == plan.phases().get(state.phase()).epochs()) {
            return TrainingState.atPhaseStart(state.phase() + 1, parameters, history);
        }
        return new TrainingState(
                new PlanPosition(state.phase(), epochs, work.endsEpoch() ? 0 : work.endBatch()),
                parameters,
                PeerResult.joined(results, PeerResult::optimizerState),
                keptStates,
                history,
                work.endsEpoch() ? EpochTotals.NONE : epoch,
                PeerResult.joined(results, PeerResult::velocity));
    }

    /** Returns null if the single worker had nothing to continue from. */
    private TrainingState run(TrainingState state, RoundWork work, RoundStart start) {
        TrainingState after = null;
        try {
            RoundResult result = run(work, start);
            if (result != null) {
                lastRates = new WorkerRates(result.rates());
                after = apply(result, state, work, exchange.keptStates(start));
                exchange.ended(start, after);
            }
            return after;
        } finally {
            if (after == null) {
                exchange.failed(start);
            }
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
        if (plan.averaging().workers() == 1) {
            return exchange.single(shards, new RoundsTogether.RunRound(worker, work, start));
        }
        // Spark shows the value of each task, and so of each worker, and their sum on the page of the stage.
        DoubleAccumulator speed = shards.context().doubleAccumulator("examples per second");
        return exchange.average(
                shards, shard -> broadcast.value().run(work, start, shard).withSpeedIn(speed), start);
    }

    /** Returns the wall-clock time from the end of the round before, or from the start of the phase, until now. */
    private double secondsSinceLastRound() {
        long now = System.nanoTime();
        double seconds = (now - lastRoundEnd) * 1e-9;
        lastRoundEnd = now;
        return seconds;
    }

    private TrainingState apply(
            RoundResult result, TrainingState state, RoundWork work, Map<Integer, float[]> keptStates) {
        // Each epoch of the round has an equal part of its wall-clock time.
        double wallSeconds = secondsSinceLastRound();
        List<EpochRecord> history = new ArrayList<>(state.history());
        EpochTotals partialEpoch = state.partialEpoch();
        int completed = 0;
        boolean endsWithEpoch = work.batches() == Integer.MAX_VALUE || work.firstBatch() + work.batches() >= batches;
        for (RoundResult.Epoch epoch : result.epochs()) {
            partialEpoch = partialEpoch.plusSequential(
                    epoch.totals().withWallSeconds(wallSeconds / result.epochs().size()));
            if (endsWithEpoch) {
                completed++;
                history.add(ReconstructionTotals.addedTo(
                        partialEpoch.record(state.phase(), state.epoch() + completed), epoch.reconstruction()));
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
        int batch = endsWithEpoch ? 0 : work.firstBatch() + work.batches();
        return new TrainingState(
                new PlanPosition(state.phase(), epochs, batch),
                outer.parameters(),
                result.optimizerState().values(),
                keptStates,
                history,
                partialEpoch,
                outer.velocity());
    }

    /** Adds the reconstruction costs of the averaged parameters to the last epoch, in one more short Spark job. */
    private TrainingState withReconstructionCosts(TrainingState state) {
        List<EpochRecord> history = new ArrayList<>(state.history());
        EpochRecord last = history.get(history.size() - 1);
        if (!plan.evaluates(last.phase(), last.epoch())) {
            return state;
        }
        Broadcast<PhaseWorker> broadcast = worker;
        boolean phaseEnds = state.phase() != last.phase();
        RoundStart start = exchange.parameters(state);
        try {
            // The results come in the order of the workers, so the order of summation is fixed.
            ReconstructionTotals costs =
                    RddResults.perElement(shards, shard -> broadcast.value().evaluate(start, shard, phaseEnds)).stream()
                            .reduce(ReconstructionTotals::plus)
                            .orElseThrow();
            history.set(history.size() - 1, ReconstructionTotals.addedTo(last, costs));
            return state.withHistory(history);
        } finally {
            start.destroy();
        }
    }
}
