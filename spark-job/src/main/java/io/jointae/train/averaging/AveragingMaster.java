package io.jointae.train.averaging;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a stack by a plan of phases with parameter averaging, behind dl4j-spark's seam:
 *
 * <pre>{@code
 * new SparkDl4jMultiLayer(context, network, new AveragingMaster(plan, validation, start, listeners)).fit(rows);
 * }</pre>
 *
 * <p>Unlike the stock master's, the data stay on the workers as plain floats, one block each; a round is one
 * plain Spark job: broadcast, local steps, weighted average of parameters and optimizer state. All state is
 * on the driver between rounds, so a lost executor costs the round under way and nothing else.
 */
public final class AveragingMaster implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {

    /** A round of a single worker lasts about this long: short to lose, long beside what Spark costs. */
    public static final double ROUND_SECONDS = 4;

    private final TrainingPlan plan;
    private final JavaRDD<DataSet> validation;
    private final TrainingState start;
    private final List<RunListener> listeners;
    private final double roundSeconds;
    private final RunOverrides shared;
    private final List<TrainingListener> dl4jListeners = new ArrayList<>();

    /**
     * @param validation rows for the validation curve; null for none
     * @param start initial, or where an interrupted run stood
     */
    public AveragingMaster(
            TrainingPlan plan, JavaRDD<DataSet> validation, TrainingState start, List<RunListener> listeners) {
        this(plan, validation, start, listeners, ROUND_SECONDS);
    }

    /** @param shared its data, where it has any, are trained on instead of the rows that are given */
    public AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            RunOverrides shared) {
        this(plan, validation, start, listeners, ROUND_SECONDS, shared);
    }

    /** @param roundSeconds about how long a round of a single worker lasts; one epoch at least */
    public AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            double roundSeconds) {
        this(plan, validation, start, listeners, roundSeconds, RunOverrides.ALONE);
    }

    private AveragingMaster(
            TrainingPlan plan,
            JavaRDD<DataSet> validation,
            TrainingState start,
            List<RunListener> listeners,
            double roundSeconds,
            RunOverrides shared) {
        this.plan = plan;
        this.validation = validation;
        this.start = start;
        this.listeners = List.copyOf(listeners);
        this.roundSeconds = roundSeconds;
        this.shared = shared;
    }

    /** Trains by the plan and sets the network's parameters; features are rows, labels are not looked at. */
    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> rows) {
        JavaSparkContext context = network.getSparkContext();
        context.setJobDescription(plan.name() + ": reading the data");
        JavaRDD<Shard> shards = shared.data()
                .map(data -> data.shards(context))
                .orElseGet(() -> ResidentData.shards(
                        context,
                        rows,
                        validation,
                        plan.averaging().workers(),
                        plan.architecture().inputs()));
        StopAfter pause = shared.pause().orElse(StopAfter.NEVER);
        TrainingState state = start;
        try {
            int batchSize = plan.batchSize();
            int batches = shards.map(shard -> shard.batches(batchSize)).reduce(Math::max);
            if (batches == 0) {
                throw new InvalidInputException(plan.name() + ": no training examples");
            }
            TrainingState begin = state;
            listeners.forEach(listener -> listener.started(plan, begin));
            while (!state.finished(plan) && !pause.reached(state)) {
                state = phase(network, context, shards, batches, state, pause);
            }
        } finally {
            context.setJobDescription(null);
            shards.unpersist(false);
        }
        set(network, state);
        TrainingState end = state;
        if (end.finished(plan)) {
            listeners.forEach(listener -> listener.finished(plan, end));
        } else {
            listeners.forEach(listener -> listener.paused(plan, end));
        }
    }

    private TrainingState phase(
            SparkDl4jMultiLayer network,
            JavaSparkContext context,
            JavaRDD<Shard> shards,
            int batches,
            TrainingState begin,
            StopAfter pause) {
        int index = begin.phase();
        Broadcast<PhaseWorker> worker = context.broadcast(new PhaseWorker(plan, index));
        Rounds rounds = new Rounds(plan, shards, worker, batches, roundSeconds, pause);
        TrainingState state = begin;
        try {
            while (state.phase() == index && !pause.reached(state)) {
                context.setJobDescription(describe(state));
                int known = state.history().size();
                state = rounds.next(context, state);
                announce(network, state, known);
            }
        } finally {
            worker.destroy();
        }
        return state;
    }

    private void announce(SparkDl4jMultiLayer network, TrainingState state, int known) {
        for (EpochRecord record : state.history().subList(known, state.history().size())) {
            listeners.forEach(listener -> listener.epoch(plan, state, record));
            if (!dl4jListeners.isEmpty()) {
                tellDl4j(network, state, record);
            }
        }
        listeners.forEach(listener -> listener.round(plan, state));
    }

    /** DL4J's listeners hear of an epoch as of one iteration, with its cost as the score. */
    private void tellDl4j(SparkDl4jMultiLayer network, TrainingState state, EpochRecord record) {
        set(network, state);
        MultiLayerNetwork model = network.getNetwork();
        model.setScore(record.cost());
        int epoch = plan.epochsBefore(record.phase()) + record.epoch();
        for (TrainingListener listener : dl4jListeners) {
            listener.iterationDone(model, epoch, epoch);
            listener.onEpochEnd(model);
        }
    }

    private String describe(TrainingState state) {
        Phase phase = plan.phases().get(state.phase());
        String words = plan.phases().size() == 1 ? "" : phase.name() + ", ";
        String doing = plan.averaging().workers() == 1 ? "training" : "averaging";
        return String.format("%s: %sepoch %d of %d, %s", plan.name(), words, state.epoch() + 1, phase.epochs(), doing);
    }

    private static void set(SparkDl4jMultiLayer network, TrainingState state) {
        network.getNetwork().setParams(Nd4j.createFromArray(state.parameters()).reshape(1, state.parameters().length));
    }

    @Override
    public String toJson() {
        return Json.line(plan);
    }

    /** JSON is YAML. */
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

    @Override
    public boolean getIsCollectTrainingStats() {
        return false;
    }

    @Override
    public void setCollectTrainingStats(boolean collect) {
        if (collect) {
            throw refused("training statistics: add a RunListener, or look at the Spark UI");
        }
    }

    @Override
    public SparkTrainingStats getTrainingStats() {
        return null;
    }

    /** There are none. */
    @Override
    public boolean deleteTempFiles(JavaSparkContext context) {
        return true;
    }

    @Override
    public boolean deleteTempFiles(SparkContext context) {
        return true;
    }

    @Override
    public void addHook(TrainingHook hook) {
        throw refused("training hooks: add a RunListener");
    }

    @Override
    public void removeHook(TrainingHook hook) {
        throw refused("training hooks: there are none");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
        throw refused("stock workers: rounds run in tasks of its own");
    }

    @Override
    public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
        throw refused("computation graphs: a stack is a MultiLayerNetwork");
    }

    @Override
    public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> rows) {
        throw refused("computation graphs: a stack is a MultiLayerNetwork");
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> rows) {
        throw refused("computation graphs: a stack is a MultiLayerNetwork");
    }

    /** As {@link #executeTraining(SparkDl4jMultiLayer, JavaRDD)}, of stored {@code DataSet}s; each is read once. */
    @Override
    public void executeTrainingPaths(
            SparkDl4jMultiLayer network,
            SparkComputationGraph graph,
            JavaRDD<String> paths,
            DataSetLoader loader,
            MultiDataSetLoader multiLoader) {
        if (network == null || loader == null) {
            throw refused("computation graphs: a stack is a MultiLayerNetwork");
        }
        SerializableConfiguration conf =
                new SerializableConfiguration(paths.context().hadoopConfiguration());
        executeTraining(network, paths.map(path -> loader.load(new StoredDataSet(path, conf))));
    }

    private static UnsupportedOperationException refused(String what) {
        return new UnsupportedOperationException("AveragingMaster does not take " + what);
    }
}
