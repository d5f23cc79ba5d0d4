package io.jointae.train.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.data.Example;
import io.jointae.spark.ScalaLists;
import io.jointae.stack.Architecture;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Updater;
import io.jointae.testing.TestSessions;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import scala.Tuple2;

class ResidentShardsTest {

    /** Wide rows, so that a few rows make several blocks. */
    private static final int WIDTH = 1 << 18;

    private static final int ROWS = 20;

    private SparkSession spark;
    private JavaSparkContext context;

    @BeforeEach
    void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    private static Example example(long id, int differentValues) {
        float[] row = new float[WIDTH];
        for (int u = 0; u < WIDTH; u++) {
            row[u] = (int) (CounterRandom.uniform(id, u) * differentValues) / 255f;
        }
        return new Example(id, (int) id % 10, row);
    }

    private JavaRDD<Example> rows(int workers, int differentValues) {
        List<Integer> partitions = new ArrayList<>();
        for (int k = 0; k < workers; k++) {
            partitions.add(k);
        }
        return context.parallelize(partitions, workers).flatMap(k -> {
            List<Long> ids = new ArrayList<>();
            for (long id = k; id < ROWS; id += workers) {
                ids.add(id);
            }
            return ids.stream().map(id -> example(id, differentValues)).iterator();
        });
    }

    private List<BlockId> storedBlocks() {
        BlockManager manager = SparkEnv.get().blockManager();
        return ScalaLists.toJava(manager.getMatchingBlockIds(new IsRdd()));
    }

    private static final class IsRdd extends scala.runtime.AbstractFunction1<BlockId, Object> {
        @Override
        public Object apply(BlockId id) {
            return id.isRDD();
        }
    }

    @Test
    void eachWorkerHoldsItsRowsInTheirOrderWithIdsAndLabels() {
        try (ResidentShards shards = ResidentShards.of(context, rows(2, 256), rows(2, 256), WIDTH)) {
            List<Shard> onHeap = shards.rdd().map(Shard::onHeap).collect();
            assertThat(onHeap).extracting(Shard::worker).containsExactly(0, 1);
            for (Shard shard : onHeap) {
                for (ExampleBlocks blocks : List.of(shard.train(), shard.valid())) {
                    assertThat(blocks.size()).isEqualTo(ROWS / 2);
                    assertThat(blocks.count()).isEqualTo(2);
                    for (int i = 0; i < blocks.size(); i++) {
                        Examples block = blocks.block(i / blocks.rowsPerBlock());
                        int row = i % blocks.rowsPerBlock();
                        long id = 2L * i + shard.worker();
                        float[] values = new float[WIDTH];
                        block.copy(row, 0, values, WIDTH);
                        assertThat(block.id(row)).isEqualTo(id);
                        assertThat(block.label(row)).isEqualTo((int) id % 10);
                        assertThat(values).isEqualTo(example(id, 256).getPixels());
                    }
                }
            }
        }
    }

    @Test
    void pixelsThatWereBytesTakeAQuarterOfTheMemoryOfFloats() {
        long bytes = storedBytes(256);
        long floats = storedBytes(100_000);
        assertThat(bytes).isBetween((long) ROWS * WIDTH, (long) (1.01 * ROWS * WIDTH));
        assertThat(floats).isBetween(4L * ROWS * WIDTH, (long) (4.04 * ROWS * WIDTH));
    }

    private long storedBytes(int differentValues) {
        try (ResidentShards shards = ResidentShards.of(context, rows(1, differentValues), null, WIDTH)) {
            shards.rdd().count();
            return storedBlocks().stream()
                    .map(id -> SparkEnv.get().blockManager().getStatus(id).get())
                    .mapToLong(BlockStatus::memSize)
                    .sum();
        }
    }

    @Test
    void rowsThatAreTakenBlockByBlockAreStoredInARandomOrderOfTheirIds() {
        int width = 4;
        List<Tuple2<Long, float[]>> rows = new ArrayList<>();
        for (long id = 0; id < 1000; id++) {
            rows.add(new Tuple2<>(id, new float[width]));
        }
        for (int limit : new int[] {0, StepSettings.SHUFFLE_LIMIT}) {
            TrainingPlan plan = new TrainingPlan(
                    "test",
                    Architecture.paper(width, 1, LayerSpec.plain(2)),
                    Scheme.J.phases(1, 1, 0.1),
                    new StepSettings(Updater.SGD, 10, true, 1, 0, limit),
                    new Averaging(2, 0, Averaging.State.AVERAGE),
                    0);
            JavaRDD<DataSet> sets = ResidentData.trainingSets(context.parallelizePairs(rows, 3), rows.size(), plan);
            try (ResidentShards shards = ResidentData.shards(context, sets, null, 2, width)) {
                Examples second = shards.rdd().collect().get(1).onHeap().train().block(0);
                List<Long> ids = LongStream.range(0, second.size())
                        .mapToObj(row -> second.id((int) row))
                        .toList();
                assertThat(ids).hasSize(500).doesNotHaveDuplicates().allMatch(id -> id % 2 == 1);
                long inFirstHalf =
                        ids.subList(0, 250).stream().filter(id -> id < 500).count();
                if (limit == 0) {
                    assertThat(inFirstHalf)
                            .as("the first half is a random sample")
                            .isBetween(100L, 150L);
                } else {
                    assertThat(ids).isSorted();
                }
            }
        }
    }

    @Test
    void closedShardsLeaveNoBlocks() {
        ResidentShards shards = ResidentShards.of(context, rows(2, 256), null, WIDTH);
        shards.rdd().count();
        assertThat(storedBlocks()).hasSizeGreaterThan(4);
        shards.close();
        for (int i = 0; i < 500 && !storedBlocks().isEmpty(); i++) {
            sleep();
        }
        assertThat(storedBlocks()).isEmpty();
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLostBlockMakesTheNextAttemptReadTheDataAgain() {
        try (ResidentShards shards = ResidentShards.of(context, rows(1, 256), null, WIDTH)) {
            Shard shard = shards.rdd().first();
            BlockManager manager = SparkEnv.get().blockManager();
            int store = ((StoredBlocks) shard.train()).store();
            manager.removeBlock(StoredBlocks.id(store, 0, 1, 1), true);

            assertThatThrownBy(() -> shard.train().block(1)).hasMessageContaining("was lost with its executor");
            for (int i = 0; i < 500 && storedBlocks().size() > shard.train().count() - 1; i++) {
                sleep();
            }
            assertThat(shards.rdd().map(Shard::onHeap).first().train().block(1).id(0))
                    .isEqualTo(7);
        }
    }
}
