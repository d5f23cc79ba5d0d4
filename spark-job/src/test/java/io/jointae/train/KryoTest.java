package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.Networks;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.model.Updater;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;

/** A cluster whose defaults name Kryo trains as any other. */
class KryoTest {

    private static final int WIDTH = 20;

    private static float[] train(TrainingPlan plan, SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingState start = TrainingState.initial(plan);
        var network = Networks.toNetwork(
                new StackedAutoEncoder(plan.architecture(), start.parameters()), plan.updater(), 0.05, plan.seed());
        return new SparkDl4jMultiLayer(context, network, new AveragingMaster(plan, null, start, List.of()))
                .fit(LocalSpark.dealt(
                        context, LocalSpark.rows(40, WIDTH, 1), plan.averaging().workers()))
                .params()
                .toFloatVector();
    }

    @Test
    void trainsAsWithJavaSerialisation() {
        TrainingPlan averaged = AveragingMasterTest.plan(
                Scheme.J, 1, Updater.RMSPROP, 5, new Averaging(10, 0, Averaging.State.AVERAGE), true);
        TrainingPlan kept = AveragingMasterTest.plan(
                Scheme.J, 1, Updater.RMSPROP, 5, new Averaging(2, 1, Averaging.State.KEEP), true);
        float[][] java = new float[2][];
        try (SparkSession spark = LocalSpark.session()) {
            java[0] = train(averaged, spark);
            java[1] = train(kept, spark);
        }
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("kryo")
                .config("spark.ui.enabled", "false")
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .config("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator")
                .getOrCreate()) {
            assertThat(train(averaged, spark)).isEqualTo(java[0]);
            assertThat(train(kept, spark)).isEqualTo(java[1]);
        }
    }
}
