package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.hinge.DistributedSquaredHinge;
import io.jointae.evaluate.svm.hinge.LocalSquaredHinge;
import io.jointae.evaluate.svm.hinge.LossTerms;
import io.jointae.testing.TestSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The weights of an SVM have the same bits however the rows are spread. */
class SpreadRowsTest {

    private static final int[] POSITIVES = {0, 1, 2, 0, 1, 2};
    private static final double[] COSTS = {0.01, 0.01, 0.01, 10, 10, 10};
    private static final RowBlock ROWS = SvmSolverTest.clouds(2200, 150, 3);

    private static SparkSession spark;
    private static float[] inOneTask;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        try (LocalSquaredHinge local =
                new LocalSquaredHinge(SvmSolverTest.layout(ROWS), List.of(ROWS).iterator())) {
            inOneTask = new SvmSolver(local, 1e-4).solve(POSITIVES, COSTS).weights();
        }
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void anyNumberOfPartsGivesTheBitsOfOneTask() {
        for (int parts : new int[] {1, 2, 5}) {
            assertThat(solve(rows(7), parts, true, solved -> {}))
                    .as("%d parts", parts)
                    .containsExactly(inOneTask);
        }
    }

    @Test
    void rowsOnDiskGiveTheBitsOfRowsInNativeMemory() {
        assertThat(solve(rows(3), 4, false, solved -> {})).containsExactly(inOneTask);
    }

    @Test
    void chunksThatAreLostAreComputedAgainWithTheSameBits() {
        List<Long> reports = new ArrayList<>();
        float[] weights = solve(rows(3), 4, true, solved -> {
            reports.add(solved);
            context().getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(true));
        });
        assertThat(reports.stream().mapToLong(Long::longValue).sum()).isEqualTo(POSITIVES.length);
        assertThat(weights).containsExactly(inOneTask);
    }

    @Test
    void aTrainingChoosesByTheSizeOfTheRowsAndGivesTheSameBits() {
        double[] costs = {0.1, 10};
        long bytes = 4L * 2200 * 151;
        SvmTraining.TrainedSvms together = new SvmTraining(costs, 1e-4, bytes).train(rows(5), "clouds");
        SvmTraining.TrainedSvms resident = new SvmTraining(costs, 1e-4, bytes / 2).train(rows(4), "clouds");
        SvmTraining.TrainedSvms stored = new SvmTraining(costs, 1e-4, 1).train(rows(2), "clouds");
        for (int c = 0; c < costs.length; c++) {
            float[] weights = together.classifiers().get(c).weights();
            assertThat(resident.classifiers().get(c).weights()).containsExactly(weights);
            assertThat(stored.classifiers().get(c).weights()).containsExactly(weights);
        }
        assertThat(resident.gaps()).containsExactly(together.gaps());
        assertThat(context().getPersistentRDDs()).isEmpty();
    }

    @Test
    void theActiveRowsComeInTheOrderOfTheirNumbers() {
        float[] weights = new float[2 * 151];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i);
        }
        int[] positives = {0, 2};
        float[][] expected;
        try (LocalSquaredHinge local =
                new LocalSquaredHinge(SvmSolverTest.layout(ROWS), List.of(ROWS).iterator())) {
            local.evaluateAt(weights, positives);
            expected = local.activeRows(new int[] {1, 0});
        }
        assertThat(expected[0].length).isBetween(151, 151 * 2199);
        assertThat(expected[0].length % 151).isZero();
        for (boolean resident : new boolean[] {true, false}) {
            try (DistributedSquaredHinge hinge =
                    new DistributedSquaredHinge(SvmSolverTest.layout(ROWS), rows(4), 3, resident)) {
                LossTerms terms = hinge.evaluateAt(weights, positives);
                float[][] active = hinge.activeRows(new int[] {1, 0});
                assertThat(active).isDeepEqualTo(expected);
                assertThat(active[1].length).isEqualTo((int) (151 * terms.active()[0]));
            }
        }
    }

    private static float[] solve(JavaRDD<RowBlock> rows, int parts, boolean resident, LongConsumer solved) {
        try (DistributedSquaredHinge hinge =
                new DistributedSquaredHinge(SvmSolverTest.layout(ROWS), rows, parts, resident)) {
            return new SvmSolver(hinge, 1e-4, solved).solve(POSITIVES, COSTS).weights();
        }
    }

    private static JavaSparkContext context() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /** Returns the rows in blocks of different sizes, which are in no order. */
    private static JavaRDD<RowBlock> rows(int partitions) {
        List<RowBlock> blocks = new ArrayList<>();
        int width = ROWS.width();
        for (int from = 0, size = 100; from < ROWS.rows(); from += size, size += 33) {
            int to = Math.min(ROWS.rows(), from + size);
            blocks.add(new RowBlock(
                    Arrays.copyOfRange(ROWS.ids(), from, to),
                    Arrays.copyOfRange(ROWS.labels(), from, to),
                    Arrays.copyOfRange(ROWS.values(), from * width, to * width)));
        }
        Collections.shuffle(blocks, new Random(partitions));
        return context().parallelize(blocks, partitions);
    }
}
