package io.jointae.train.averaging;

import io.jointae.model.Networks;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.testing.Bars;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** Small training runs on Spark, and the plain loop that they are compared with. */
public final class AveragingRuns {

    static final int WIDTH = 20;
    static final int ROWS = 80;

    private static SparkSession spark;
    private static JavaSparkContext context;

    private AveragingRuns() {}

    /** Starts the session; each test class calls this once. */
    public static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    public static void stop() {
        spark.stop();
    }

    static JavaSparkContext context() {
        return context;
    }

    public static TrainingPlan plan(
            Scheme scheme, int depth, Updater updater, int batch, Averaging averaging, boolean shuffle) {
        Architecture architecture =
                Architecture.paper(WIDTH, depth, LayerSpec.plain(12).withCorruption(Corruption.gaussian(0.3)));
        return new TrainingPlan(
                "test",
                architecture,
                scheme.phases(depth, 4, 0.05),
                new StepSettings(updater, batch, shuffle, 11),
                averaging,
                2);
    }

    /** Trains in a plain loop on one machine. Training on Spark with one worker must give the same parameters. */
    static float[] plainLoop(TrainingPlan plan, Examples examples) {
        float[] parameters =
                StackModel.initial(plan.architecture(), plan.seed()).parameters();
        for (int p = 0; p < plan.phases().size(); p++) {
            Phase phase = plan.phases().get(p);
            Replica replica =
                    new Replica(plan.architecture(), phase.objective(), plan.updater(), phase.learningRateArray());
            replica.set(parameters, new float[0]);
            Minibatch batch = new Minibatch(examples, plan.batchSize());
            for (int epoch = 0; epoch < phase.epochs(); epoch++) {
                int[] order = plan.shuffle()
                        ? RandomStreams.order(plan.seed(), p, epoch, 0, examples.size())
                        : RandomStreams.identity(examples.size());
                for (int from = 0; from < examples.size(); from += plan.batchSize()) {
                    int to = Math.min(examples.size(), from + plan.batchSize());
                    replica.step(batch.select(order, from, to), RandomStreams.corruptionKey(plan.seed(), p, epoch));
                }
            }
            parameters = replica.parameters();
        }
        return parameters;
    }

    public static float[] onSpark(TrainingPlan plan, List<float[]> rows, RunListener... listeners) {
        return onSpark(plan, rows, TrainingState.initial(plan), listeners);
    }

    public static float[] onSpark(
            TrainingPlan plan, List<float[]> rows, TrainingState start, RunListener... listeners) {
        int workers = plan.averaging().workers();
        JavaRDD<DataSet> train = TrainingFixtures.dealt(context, rows, workers);
        JavaRDD<DataSet> valid = TrainingFixtures.dealt(context, Bars.rows(30, WIDTH, 2), workers);
        MultiLayerNetwork network = Networks.toNetwork(
                new StackModel(plan.architecture(), start.parameters()), plan.lastUpdaters(), plan.seed());
        AveragingMaster master = new AveragingMaster(plan, valid, start, List.of(listeners));
        return new SparkDl4jMultiLayer(context, network, master)
                .fit(train)
                .params()
                .toFloatVector();
    }

    static float[] fit(TrainingPlan plan, Function<SparkDl4jMultiLayer, MultiLayerNetwork> fit) {
        TrainingState start = TrainingState.initial(plan);
        AveragingMaster master = new AveragingMaster(plan, null, start, List.of());
        return fit.apply(new SparkDl4jMultiLayer(context, network(plan, start), master))
                .params()
                .toFloatVector();
    }

    static MultiLayerNetwork network(TrainingPlan plan, TrainingState start) {
        return Networks.toNetwork(
                new StackModel(plan.architecture(), start.parameters()), plan.lastUpdaters(), plan.seed());
    }

    static TrainingPlan oneEpoch(TrainingPlan plan) {
        return new TrainingPlan(
                plan.name(),
                plan.architecture(),
                Scheme.J.phases(plan.architecture().depth(), 1, 0.05),
                plan.steps(),
                plan.averaging(),
                0);
    }
}
