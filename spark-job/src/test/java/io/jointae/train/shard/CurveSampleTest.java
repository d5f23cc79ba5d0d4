package io.jointae.train.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Examples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The training curve is evaluated on a random sample, so data that are sorted by class do not distort it. */
class CurveSampleTest {

    private static Examples rows(int from, int to) {
        Examples.Builder rows = Examples.Builder.compact(2);
        for (int id = from; id < to; id++) {
            rows.add(id, new float[] {id / 1000f, id % 7}, 0);
        }
        return rows.build();
    }

    /** 1,000 rows in blocks of 90. */
    private static Shard shard(int valid) {
        List<Examples> blocks = new ArrayList<>();
        for (int from = 0; from < 1000; from += 90) {
            blocks.add(rows(from, Math.min(1000, from + 90)));
        }
        ExampleBlocks train = new HeapBlocks(blocks, 1000, 2, 90);
        return new Shard(0, train, new HeapBlocks(List.of(rows(0, valid)), valid, 2, valid));
    }

    private static List<Long> ids(Iterator<Examples> blocks) {
        List<Long> ids = new ArrayList<>();
        float[] values = new float[2];
        while (blocks.hasNext()) {
            Examples block = blocks.next();
            for (int row = 0; row < block.size(); row++) {
                block.copy(row, 0, values, 2);
                assertThat(values).containsExactly(block.id(row) / 1000f, block.id(row) % 7);
                ids.add(block.id(row));
            }
        }
        return ids;
    }

    @Test
    void theSampleIsSpreadOverAllRowsAndTheSameEveryTime() {
        Shard shard = shard(200);
        List<Long> ids = ids(shard.sampledTraining(RowOrder.Kind.SHUFFLED));
        assertThat(ids).hasSize(200).isSorted();
        assertThat(new HashSet<>(ids)).hasSize(200);
        // The number of the 200 rows that lie in the first half has a standard deviation of 6.3.
        assertThat(ids.stream().filter(id -> id < 500).count()).isBetween(75L, 125L);
        assertThat(ids(shard.sampledTraining(RowOrder.Kind.SEQUENTIAL))).isEqualTo(ids);
    }

    @Test
    void rowsInARandomOrderAndAllRowsAreTakenFromTheFirstOn() {
        assertThat(ids(shard(3).sampledTraining(RowOrder.Kind.BLOCKWISE)).subList(0, 3))
                .containsExactly(0L, 1L, 2L);
        List<Long> all = ids(shard(1000).sampledTraining(RowOrder.Kind.SHUFFLED));
        assertThat(all).hasSize(1000).isSorted();
    }
}
