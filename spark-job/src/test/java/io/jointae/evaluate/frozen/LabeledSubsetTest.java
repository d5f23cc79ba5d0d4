package io.jointae.evaluate.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.testing.TestSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class LabeledSubsetTest {

    /** Sorted by label: 2,000 rows of class 0, then 200 of class 1, then 3 of class 2. */
    private static List<RowBlock> rows() {
        List<RowBlock> blocks = new ArrayList<>();
        blocks.add(block(0, 1000, 0));
        blocks.add(block(1000, 1000, 0));
        blocks.add(block(2000, 200, 1));
        blocks.add(block(2200, 3, 2));
        return blocks;
    }

    private static RowBlock block(int first, int n, int label) {
        long[] ids = LongStream.range(first, first + n).toArray();
        int[] labels = IntStream.generate(() -> label).limit(n).toArray();
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = ids[i];
        }
        return new RowBlock(ids, labels, values);
    }

    private static Map<Long, Integer> subset(JavaRDD<RowBlock> rows, double percent, long seed) {
        Map<Long, Integer> kept = new TreeMap<>();
        for (RowBlock block : LabeledSubset.of(rows, percent, seed).in(rows).collect()) {
            for (int i = 0; i < block.rows(); i++) {
                assertThat(block.values()[i]).isEqualTo(block.ids()[i]);
                kept.put(block.ids()[i], block.labels()[i]);
            }
        }
        return kept;
    }

    @Test
    void everyClassKeepsItsShareAndAtLeastOneRowAndSmallSharesArePartsOfLargeOnes() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            Map<Long, Integer> one = subset(context.parallelize(rows(), 2), 1, 1);
            Map<Long, Integer> ten = subset(context.parallelize(rows(), 2), 10, 1);
            assertThat(count(one, 0)).isBetween(20L, 22L);
            assertThat(count(one, 1)).isBetween(2L, 3L);
            assertThat(count(one, 2)).isEqualTo(1);
            assertThat(count(ten, 0)).isBetween(200L, 203L);
            assertThat(count(ten, 1)).isBetween(20L, 21L);
            assertThat(ten).containsAllEntriesOf(one);
            assertThat(subset(context.parallelize(rows(), 4), 1, 1)).isEqualTo(one);
            assertThat(subset(context.parallelize(rows(), 2), 1, 2)).isNotEqualTo(one);
        }
    }

    private static long count(Map<Long, Integer> rows, int label) {
        return rows.values().stream().filter(each -> each == label).count();
    }

    @Test
    void sharesOutOfRangeOrOrderAreRefused() {
        for (List<Double> percents :
                List.of(List.<Double>of(), List.of(0.0), List.of(101.0), List.of(10.0, 1.0), List.of(Double.NaN))) {
            assertThatThrownBy(() -> new LabelShares(percents, 1)).isInstanceOf(InvalidInputException.class);
        }
    }
}
