package io.jointae.train.averaging;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.spark.RddResults;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.StragglerWatch;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.ResidentData;
import io.jointae.train.shard.ResidentShards;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a stack by a plan of phases with parameter averaging. It is a {@code TrainingMaster} of dl4j-spark:
 *
 * <pre>{@code
 * new SparkDl4jMultiLayer(context, network, new AveragingMaster(plan, validation, start, listeners)).fit(rows);
 * }</pre>
 *
 * <p>Unlike DL4J's own training masters, it keeps the data on the workers as {@link ResidentShards}. A round is
 * one Spark job: it broadcasts the parameters, takes local steps, and averages parameters and optimizer states weighted
 * by examples. All state is on the driver between rounds, or on two executors if workers keep their optimizer states, so a
 * lost executor costs only the current round.
 */
public final class AveragingMaster extends StackTrainingMaster {

    /**
     * The intended duration of a round of a single worker, in seconds: short enough to lose little, and long compared to
     * the overhead of a Spark job.
     */
    public static final double ROUND_SECONDS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(AveragingMaster.class);

    private final TrainingPlan plan;
    private final JavaRDD<DataSet> validation;
    private final TrainingState start;
    private final List<RunListener> listeners;
    private final double roundSeconds;
    private final RunOverrides overrides;
    private final List<TrainingListener> dl4jListeners = new ArrayList<>();

    /**
     * Creates a training master for a run of its own.
     *
     * @param validation the rows of the validation curve; null for none
     * @param start the initial state, or the state of an interrupted run
     */
    public AveragingMaster(
            TrainingPlan plan, JavaRDD<DataSet> validation, TrainingState start, List<RunListener> listeners) {
        this(plan, validation, start, listeners, ROUND_SECONDS);
    }

    /**
     * Creates a training master for a run among others.
     *
     * @param overrides if they contain data, these are used instead of the given training and validation rows
     */
    public AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides overrides) {
        this(plan, validation, start, listeners, ROUND_SECONDS, overrides);
    }

    /**
     * Creates a training master with another duration of rounds.
     *
     * @param roundSeconds the intended duration of a round of a single worker; a round is at least one epoch
     */
    public AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            double roundSeconds) {
        this(plan, validation, start, listeners, roundSeconds, RunOverrides.NONE);
    }

    private AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            double roundSeconds,
            RunOverrides overrides) {
        this.plan = plan;
        this.validation = validation;
        this.start = start;
        this.listeners = List.copyOf(listeners);
        this.roundSeconds = roundSeconds;
        this.overrides = overrides;
    }

    /** Trains the network of {@code network} as {@link #train} does. */
    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> rows) {
        train(network.getSparkContext(), network.getNetwork(), rows);
    }

    /**
     * Trains by the plan and sets the parameters of the network, without {@link SparkDl4jMultiLayer}, which refuses to work
     * in a session with the Kryo serializer.
     *
     * @param rows the training examples; their labels are ignored, since a stack reconstructs its features
     * @throws InvalidInputException if there are no training examples, their width is not that of the network, or the
     *     rounds do not fit the memory of the driver or of an executor
     */
    public void train(JavaSparkContext context, MultiLayerNetwork network, JavaRDD<DataSet> rows) {
        RoundMemory.check(context.getConf(), plan);
        context.setJobDescription(plan.name() + ": reading the data");
        ResidentShards shards = overrides
                .data()
                .map(data -> data.shards(context))
                .orElseGet(() -> ResidentData.shards(
                        context,
                        rows,
                        validation,
                        plan.averaging().workers(),
                        plan.architecture().inputs()));
        try (RoundExchange exchange = new RoundExchange(context, plan, listeners, overrides.together())) {
            TrainingState end;
            boolean trained = false;
            try {
                end = trainPhases(context, network, load(shards.rdd()), exchange);
                trained = true;
            } finally {
                // A failed job throws a checked exception that Scala does not declare, so that no catch clause takes
                // it.
                if (!trained) {
                    listeners.forEach(listener -> listener.onFailure(plan));
                }
                context.setJobDescription(null);
                shards.close();
            }
            setParameters(network, end);
            listeners.forEach(end.finished(plan) ? each -> each.onFinish(plan, end) : each -> each.onPause(plan, end));
        }
    }

    /**
     * The training data on the executors.
     *
     * @param batches the number of batches per epoch of the worker that has most
     */
    private record LoadedData(JavaRDD<Shard> shards, int batches, RowOrder.Kind order) {}

    /** Lets the executors read the data. */
    private LoadedData load(JavaRDD<Shard> shards) {
        List<Integer> sizes =
                RddResults.perElement(shards, shard -> shard.train().size());
        long rows = sizes.stream().mapToLong(Integer::longValue).sum();
        if (rows == 0) {
            throw InvalidInputException.of("%s has no training examples: give it at least one.", plan.name());
        }
        long batches = ((long) Collections.max(sizes) + plan.batchSize() - 1) / plan.batchSize();
        var order = RowOrder.Kind.of(plan.steps(), rows, plan.architecture().inputs());
        return new LoadedData(shards, (int) batches, order);
    }

    private TrainingState trainPhases(
            JavaSparkContext context, MultiLayerNetwork network, LoadedData data, RoundExchange exchange) {
        StopAfter stop = overrides.stopAfter().orElse(StopAfter.NEVER);
        TrainingState state = start;
        listeners.forEach(listener -> listener.onStart(plan, start));
        while (!state.finished(plan) && !stop.reached(state)) {
            state = trainPhase(context, network, data, state, stop, exchange);
        }
        return state;
    }

    private TrainingState trainPhase(
            JavaSparkContext context,
            MultiLayerNetwork network,
            LoadedData data,
            TrainingState begin,
            StopAfter stop,
            RoundExchange exchange) {
        int phase = begin.phase();
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, phase, data.order));
        TrainingState state = begin;
        StragglerWatch stragglers = new StragglerWatch(plan.name());
        try (Rounds rounds = new Rounds(plan, data.shards, worker, data.batches, roundSeconds, stop, exchange)) {
            while (state.phase() == phase && !stop.reached(state)) {
                context.setJobDescription(describe(state) + StragglerWatch.slowest(rounds.lastRates()));
                state = rounds.next(state);
                stragglers.afterRound(rounds.lastRates()).forEach(LOG::warn);
                notifyListeners(network, state, rounds);
            }
        }
        return state;
    }

    /** Announces a round, and every epoch that it completed. */
    private void notifyListeners(MultiLayerNetwork network, TrainingState state, Rounds rounds) {
        if (plan.averaging().workers() > 1) {
            listeners.forEach(listener -> listener.onWorkerRates(plan, state, rounds.lastRates()));
        }
        List<EpochRecord> history = state.history();
        for (EpochRecord record : history.subList(rounds.lastStart().history().size(), history.size())) {
            listeners.forEach(listener -> listener.onEpochEnd(plan, state, record));
            if (!dl4jListeners.isEmpty()) {
                notifyDl4jListeners(network, state, record);
            }
        }
        listeners.forEach(listener -> listener.onRoundEnd(plan, state));
    }

    /** Announces an epoch to DL4J's listeners as one iteration whose score is the cost of the epoch. */
    private void notifyDl4jListeners(MultiLayerNetwork network, TrainingState state, EpochRecord record) {
        setParameters(network, state);
        network.setScore(record.cost());
        int epoch = plan.epochsBefore(record.phase()) + record.epoch();
        for (TrainingListener listener : dl4jListeners) {
            listener.iterationDone(network, epoch, epoch);
            listener.onEpochEnd(network);
        }
    }

    /** Returns the description of the next Spark job, which the Spark UI shows. */
    private String describe(TrainingState state) {
        Phase phase = plan.phases().get(state.phase());
        String phaseName = plan.phases().size() == 1 ? "" : phase.name() + ", ";
        return String.format("%s: %sepoch %d of %d", plan.name(), phaseName, state.epoch() + 1, phase.epochs());
    }

    private static void setParameters(MultiLayerNetwork network, TrainingState state) {
        network.setParams(Nd4j.createFromArray(state.parameters()).reshape(1, state.parameters().length));
    }

    /** Returns the plan as JSON. */
    @Override
    public String toJson() {
        return Json.line(plan);
    }

    /** Returns the plan as JSON, which is also YAML. */
    @Override
    public String toYaml() {
        return toJson();
    }

    @Override
    public void setListeners(Collection<TrainingListener> given) {
        dl4jListeners.clear();
        dl4jListeners.addAll(given);
    }

    @Override
    public void setListeners(StatsStorageRouter router, Collection<TrainingListener> given) {
        setListeners(given);
    }

    /**
     * Trains on stored {@code DataSet}s; each file is read once.
     *
     * @param paths the files, as any Hadoop paths
     */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader loader,
            MultiDataSetLoader multiLoader) {
        if (network == null || loader == null) {
            throw unsupportedGraph();
        }
        SerializableConfiguration conf =
                new SerializableConfiguration(paths.context().hadoopConfiguration());
        executeTraining(network, paths.map(path -> loader.load(new StoredDataSet(path, conf))));
    }
}
