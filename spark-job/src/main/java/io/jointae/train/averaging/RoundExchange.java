package io.jointae.train.averaging;

import io.jointae.runtime.SparkMemory;
import io.jointae.spark.RddResults;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.engine.EngineKind;
import io.jointae.train.averaging.RoundStart.Blocks;
import io.jointae.train.averaging.RoundStart.Vectors;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.LazyWorkerStates;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.Shard;
import io.jointae.train.vector.FlatVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the numbers of rounds between the driver and the workers.
 *
 * <ul>
 *   <li>Executors of their own receive a broadcast, and return their vectors as the results of their tasks.
 *   <li>In a session of one process, vectors pass through the block store of the process and are never serialized.
 *   <li>A single worker that still holds the numbers of the round before receives nothing.
 *   <li>Optimizer states that workers keep stay on the executors, each on two of them if there are two. The driver reads
 *       them one by one when a listener stores them.
 * </ul>
 */
final class RoundExchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoundExchange.class);

    private final JavaSparkContext context;
    private final int workers;
    private final boolean keepsStates;
    private final boolean onDevices;
    private final boolean oneProcess;
    private final List<Integer> lengths;
    private final AveragingRoad road;
    private final int stateLength;
    private final List<RunListener> listeners;
    private final Optional<RunsTogether> together;
    private TrainingState lastState;
    private long lastRound = RoundStart.NONE;
    private Map<Integer, float[]> keptStates;
    private int keptGroup = RoundBlocks.NONE;

    /**
     * @param listeners may have stored states
     * @param together the runs whose rounds are computed with those of this run; empty for none
     */
    RoundExchange(
            JavaSparkContext context, TrainingPlan plan, List<RunListener> listeners, Optional<RunsTogether> together) {
        this.context = context;
        this.together = together;
        this.listeners = listeners;
        this.workers = plan.averaging().workers();
        // The state of a single worker is the average of all.
        this.keepsStates = workers > 1 && plan.averaging().state() == Averaging.State.KEEP;
        this.onDevices = plan.steps().arithmetic().engine() != EngineKind.ND4J;
        this.oneProcess = SparkMemory.of(context.getConf()).oneProcess();
        int parameters = new ParameterLayout(plan.architecture()).size();
        this.stateLength = parameters * plan.updater().stateSize();
        this.lengths = List.of(parameters, keepsStates ? 0 : stateLength);
        long bytes =
                Float.BYTES * lengths.stream().mapToLong(Integer::longValue).sum();
        this.road = AveragingRoad.of(context.getConf(), workers, bytes);
    }

    /**
     * Returns whether a single worker may still hold a state. If it does not, it returns no result. At the start of a
     * phase the optimizer starts anew. A worker of several runs holds none.
     */
    boolean mayContinue(TrainingState state) {
        return workers == 1 && together.isEmpty() && state == lastState && (state.epoch() > 0 || state.batch() > 0);
    }

    /** Returns the start of a round on a single worker that holds the numbers of the round before. */
    RoundStart continuing() {
        int group = RoundBlocks.newGroup(context);
        return new RoundStart(id(group), null, new TreeMap<>(), lastRound, blocks(RoundBlocks.NONE, RoundBlocks.NONE));
    }

    /** Gives a state to the workers. The caller {@link RoundStart#destroy destroys} the start after the round. */
    RoundStart start(TrainingState state) {
        boolean onExecutors = isOnExecutors(state);
        int keptBefore = onExecutors ? keptGroup : RoundBlocks.NONE;
        TreeMap<Integer, Broadcast<FlatVector>> states =
                onExecutors ? new TreeMap<>() : RoundStart.broadcastStates(context, state);
        if (oneProcess) {
            int group = RoundBlocks.newGroup(context);
            RoundBlocks.putLocal(group, 0, Vectors.of(state));
            return new RoundStart(id(group), null, states, RoundStart.NONE, blocks(group, keptBefore));
        }
        Broadcast<Vectors> common = context.broadcast(Vectors.of(state));
        return new RoundStart(common.id(), common, states, RoundStart.NONE, blocks(RoundBlocks.NONE, keptBefore));
    }

    /**
     * Gives a state to workers that average among themselves, which are in executors of their own. The caller {@link
     * RoundStart#destroy destroys} the start after the job.
     */
    RoundStart startTogether(TrainingState state) {
        boolean onExecutors = isOnExecutors(state);
        TreeMap<Integer, Broadcast<FlatVector>> states =
                onExecutors ? new TreeMap<>() : RoundStart.broadcastStates(context, state);
        Broadcast<Vectors> common = context.broadcast(Vectors.of(state).withVelocity(state.outerVelocity()));
        int keptBefore = onExecutors ? keptGroup : RoundBlocks.NONE;
        return new RoundStart(common.id(), common, states, RoundStart.NONE, blocks(RoundBlocks.NONE, keptBefore));
    }

    /** Gives the parameters of a state to the workers, which evaluate them without training. */
    RoundStart parameters(TrainingState state) {
        Vectors parameters = new Vectors(new FlatVector(state.parameters()), FlatVector.EMPTY);
        if (oneProcess) {
            int group = RoundBlocks.newGroup(context);
            RoundBlocks.putLocal(group, 0, parameters);
            Blocks start = new Blocks(group, RoundBlocks.NONE, RoundBlocks.NONE, RoundBlocks.NONE);
            return new RoundStart(id(group), null, new TreeMap<>(), RoundStart.NONE, start);
        }
        Broadcast<Vectors> common = context.broadcast(parameters);
        return new RoundStart(common.id(), common, new TreeMap<>(), RoundStart.NONE, Blocks.NONE);
    }

    /** Identifiers of broadcasts are positive, and those of other rounds are less than {@link RoundStart#NONE}. */
    private static long id(int group) {
        return RoundStart.NONE - 1 - group;
    }

    private Blocks blocks(int start, int keptBefore) {
        boolean inProcess = oneProcess && road == AveragingRoad.DRIVER;
        return new Blocks(
                start,
                inProcess ? RoundBlocks.newGroup(context) : RoundBlocks.NONE,
                keptBefore,
                keepsStates ? RoundBlocks.newGroup(context) : RoundBlocks.NONE);
    }

    /**
     * Runs a round of a single worker, alone or with those of other runs; null if the worker had nothing to continue from.
     */
    RoundResult single(JavaRDD<Shard> shards, RoundsTogether.RunRound round) {
        if (together.isPresent()) {
            return average(List.of(together.get().run(shards, round)), round.start());
        }
        return average(shards, shard -> round.worker().value().run(round.work(), round.start(), shard), round.start());
    }

    /**
     * Runs a round and averages the results of the workers; null if the single worker had nothing to continue from.
     *
     * @param work returns the result of a worker
     */
    RoundResult average(JavaRDD<Shard> shards, Function<Shard, RoundResult> work, RoundStart start) {
        if (road == AveragingRoad.EXECUTORS) {
            return RoundResult.averageOnExecutors(shards.map(work), lengths);
        }
        return average(RddResults.perElement(shards, work), start);
    }

    private static RoundResult average(List<RoundResult> collected, RoundStart start) {
        if (collected.get(0) == null) {
            return null;
        }
        if (start.blocks().results() == RoundBlocks.NONE) {
            return RoundResult.average(collected);
        }
        return RoundResult.average(collected.stream()
                .map(result -> {
                    Vectors vectors = RoundBlocks.get(start.blocks().results(), result.worker(), Vectors.class)
                            .orElseThrow(() -> new IllegalStateException("The result of a worker was deleted."));
                    return result.withVectors(vectors.parameters(), vectors.optimizerState());
                })
                .toList());
    }

    /** Returns the optimizer states that the workers keep at the end of a round; empty if they keep none. */
    Map<Integer, float[]> keptStates(RoundStart start) {
        int group = start.blocks().keptAfter();
        if (group == RoundBlocks.NONE) {
            return Map.of();
        }
        SortedMap<Integer, Integer> stateLengths = new TreeMap<>();
        IntStream.range(0, workers).forEach(worker -> stateLengths.put(worker, stateLength));
        return new LazyWorkerStates(
                stateLengths,
                worker -> RoundBlocks.get(group, worker, FlatVector.class)
                        .orElseThrow(() -> new IllegalStateException(
                                "The optimizer state that worker " + worker + " kept was lost with its executors."))
                        .values());
    }

    /** Remembers the end of a round, and deletes the states that the workers kept before it. */
    void ended(RoundStart start, TrainingState after) {
        lastState = after;
        lastRound = start.id();
        close();
        keptStates = after.workerStates();
        keptGroup = start.blocks().keptAfter();
        if (keptStates.isEmpty()) {
            close();
        }
    }

    /** Deletes what the workers kept in a round that failed. */
    void failed(RoundStart start) {
        if (start.blocks().keptAfter() != RoundBlocks.NONE) {
            RoundBlocks.removeShared(start.blocks().keptAfter());
        }
    }

    /** Returns whether executors took optimizer states with them that the next round needs. */
    boolean isLost(TrainingState state) {
        return isOnExecutors(state) && !RoundBlocks.areShared(keptGroup, workers);
    }

    /** Returns the last state with optimizer states of workers that a listener stored. */
    Optional<TrainingState> lastStored() {
        return listeners.stream()
                .flatMap(listener -> listener.lastStored().stream())
                .reduce((first, second) -> second);
    }

    /**
     * Lets the executors release the memory of their devices after a phase that did not take all of its epochs, because the
     * run diverged, stopped or failed.
     */
    void release(Broadcast<PhaseWorker> worker, JavaRDD<Shard> shards) {
        if (!onDevices) {
            return;
        }
        try {
            shards.foreachPartition(unread -> worker.value().replicas().close());
        } catch (Exception e) {
            // A failed or interrupted job throws a checked exception that Scala does not declare.
            if (InterruptedException.class.isInstance(e)) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("Executors may hold memory of their devices until they end: {}", e.toString());
        }
    }

    private boolean isOnExecutors(TrainingState state) {
        return keptGroup != RoundBlocks.NONE && state.workerStates() == keptStates;
    }

    /** Deletes the states that the workers keep. */
    @Override
    public void close() {
        if (keptGroup != RoundBlocks.NONE) {
            RoundBlocks.removeShared(keptGroup);
            keptGroup = RoundBlocks.NONE;
        }
    }
}
