package io.jointae.evaluate.density;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.testing.TestSessions;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Distances are computed by the engine of the evaluation: here it has no jar, so that its tasks must fail. */
class DensityEngineTest {

    private static final String MISSING = "torch-cpu is not on the class path";

    @Test
    void tasksOpenTheEngineOfTheEvaluation() throws Exception {
        Arithmetic torch = Arithmetic.of(EngineKind.TORCH_CPU);
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            JavaRDD<RowBlock> rows =
                    context.parallelize(List.of(new RowBlock(new long[] {1, 2}, new int[2], new float[] {0, 1})), 1);
            try (SampleBroadcasts samples = new SampleBroadcasts(context, rows, 1, "here")) {
                assertThatThrownBy(() -> ParzenWindow.logLikelihoods(torch, rows, samples, new double[] {1}, 0))
                        .hasStackTraceContaining(MISSING);
                assertThatThrownBy(() -> Neighbors.find(torch, rows, samples, 1).collect())
                        .hasStackTraceContaining(MISSING);
            }
        }
    }
}
