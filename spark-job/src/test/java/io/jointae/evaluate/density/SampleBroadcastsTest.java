package io.jointae.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SampleBroadcastsTest {

    private static final int BLOCK = 500;

    /** 40 blocks in the first partition, more than the driver takes in at once, 2 in the second. */
    @Test
    void samplesOfALargePartitionComeInTheirOrder() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            JavaRDD<RowBlock> samples = context.parallelize(List.of(0, 40), 2).flatMap(first -> {
                List<RowBlock> blocks = new ArrayList<>();
                for (int k = first; k < (first == 0 ? 40 : 42); k++) {
                    blocks.add(block(k));
                }
                return blocks.iterator();
            });

            try (SampleBroadcasts broadcasts = new SampleBroadcasts(context, samples, 2, "here")) {
                assertThat(broadcasts.rows()).isEqualTo(42 * BLOCK);
                long[] ids = broadcasts.blocks().stream()
                        .flatMapToLong(each -> LongStream.of(each.value().ids()))
                        .toArray();
                assertThat(ids).isEqualTo(LongStream.range(0, 42 * BLOCK).toArray());
                RowBlock third = broadcasts.blocks().get(2).value();
                assertThat(third.values()[1]).isEqualTo(2f * SampleBroadcasts.BLOCK_ROWS);
            }
        }
    }

    @Test
    void oneSampleOfAnotherWidthAmongManyIsRefused() throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            List<RowBlock> blocks = new ArrayList<>();
            for (int k = 0; k < 40; k++) {
                blocks.add(k == 20 ? new RowBlock(new long[1], new int[1], new float[3]) : block(k));
            }
            assertThatThrownBy(() -> new SampleBroadcasts(context, context.parallelize(blocks, 1), 2, "here"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("here: the samples have 3 values, but the rows have 2");
        }
    }

    /** A shuffle's streams stay open until all is written: they must not hold what they wrote. */
    @Test
    void aStreamKeepsNoSamplesThatItHasWritten() throws Exception {
        try (ObjectOutputStream open = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            WeakReference<float[]> values = written(open);
            System.gc();
            assertThat(values.get()).isNull();
        }
    }

    private static WeakReference<float[]> written(ObjectOutputStream open) throws IOException {
        RowBlock block = block(1);
        open.writeObject(new SampleBroadcasts.ShuffledBlock(block));
        return new WeakReference<>(block.values());
    }

    /** Rows {@code (0, id)}. */
    private static RowBlock block(int k) {
        long[] ids = LongStream.range((long) k * BLOCK, (k + 1L) * BLOCK).toArray();
        float[] values = new float[2 * BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            values[2 * i + 1] = ids[i];
        }
        return new RowBlock(ids, new int[BLOCK], values);
    }
}
