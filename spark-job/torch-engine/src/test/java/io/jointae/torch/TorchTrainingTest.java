package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.testing.Bars;
import io.jointae.testing.TestSessions;
import io.jointae.train.Training;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import scala.Tuple2;

/** Trains on Spark with the engine {@code torch-cpu}. */
class TorchTrainingTest {

    private static final int WIDTH = 20;
    private static final int ROWS = 80;
    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static TrainingPlan plan(EngineKind engine, Scheme scheme, Averaging averaging) {
        Architecture architecture =
                Architecture.paper(WIDTH, 2, LayerSpec.plain(12).withCorruption(Corruption.gaussian(0.3)));
        return new TrainingPlan(
                "test",
                architecture,
                scheme.phases(2, 4, 0.05),
                new StepSettings(Updater.RMSPROP, 25, true, 11, 0, StepSettings.SHUFFLE_LIMIT, Arithmetic.of(engine)),
                averaging,
                2);
    }

    private static float[] onSpark(TrainingPlan plan, TrainingState start, RunListener... listeners) {
        List<Tuple2<Long, float[]>> rows = new ArrayList<>();
        for (float[] row : Bars.rows(ROWS, WIDTH, 1)) {
            rows.add(new Tuple2<>((long) rows.size(), row));
        }
        JavaPairRDD<Long, float[]> data = context.parallelizePairs(rows, 2);
        return Training.run(context, data, ROWS, plan, start, List.of(listeners))
                .parameters();
    }

    private static float[] plainLoop(TrainingPlan plan) {
        Examples examples = Examples.of(Bars.rows(ROWS, WIDTH, 1), WIDTH);
        float[] parameters =
                StackModel.initial(plan.architecture(), plan.seed()).parameters();
        for (int p = 0; p < plan.phases().size(); p++) {
            Phase phase = plan.phases().get(p);
            try (TorchElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
                Replica replica = new Replica(
                        plan.architecture(), phase.objective(), plan.updater(), phase.learningRateArray(), ops);
                replica.set(parameters, new float[0]);
                Minibatch batch = new Minibatch(examples, plan.batchSize());
                for (int epoch = 0; epoch < phase.epochs(); epoch++) {
                    int[] order = RandomStreams.order(plan.seed(), p, epoch, 0, examples.size());
                    for (int from = 0; from < examples.size(); from += plan.batchSize()) {
                        int to = Math.min(examples.size(), from + plan.batchSize());
                        replica.step(batch.select(order, from, to), RandomStreams.corruptionKey(plan.seed(), p, epoch));
                    }
                }
                parameters = replica.parameters();
            }
        }
        return parameters;
    }

    @Test
    void everySchemeEqualsThePlainLoopBitForBitAndNd4jWithinRounding() {
        for (Scheme scheme : Scheme.values()) {
            TrainingPlan plan = plan(EngineKind.TORCH_CPU, scheme, Averaging.SINGLE);
            float[] torch = onSpark(plan, TrainingState.initial(plan));
            assertThat(torch).as("scheme %s", scheme).isEqualTo(plainLoop(plan));
            TrainingPlan other = plan(EngineKind.ND4J, scheme, Averaging.SINGLE);
            float[] nd4j = onSpark(other, TrainingState.initial(other));
            assertThat(torch).as("scheme %s", scheme).containsExactly(nd4j, within(5e-3f));
        }
    }

    @Test
    void aRunThatResumesAfterAnyRoundHasTheSameParameters() {
        for (Averaging averaging : List.of(Averaging.SINGLE, averaging(2))) {
            TrainingPlan plan = plan(EngineKind.TORCH_CPU, Scheme.UJ, averaging);
            List<TrainingState> states = new ArrayList<>();
            float[] whole = onSpark(plan, TrainingState.initial(plan), new RunListener() {
                @Override
                public void onRoundEnd(TrainingPlan begun, TrainingState state) {
                    states.add(state);
                }
            });
            for (TrainingState state : List.of(states.get(0), states.get(states.size() / 2))) {
                assertThat(onSpark(plan, state)).isEqualTo(whole);
            }
        }
    }

    @Test
    void twoWorkersThatAverageAgreeWithNd4j() {
        TrainingPlan plan = plan(EngineKind.TORCH_CPU, Scheme.J, averaging(2));
        TrainingPlan other = plan(EngineKind.ND4J, Scheme.J, averaging(2));
        float[] torch = onSpark(plan, TrainingState.initial(plan));
        float[] nd4j = onSpark(other, TrainingState.initial(other));
        assertThat(torch).containsExactly(nd4j, within(5e-3f));
    }

    private static Averaging averaging(int workers) {
        return new Averaging(workers, 1, Averaging.State.AVERAGE, OuterOptimizer.AVERAGE);
    }
}
