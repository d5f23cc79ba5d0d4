package io.jointae.train.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Examples;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.train.plan.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowOrderTest {

    private static final int ROWS_PER_BLOCK = 20;
    /** The last block is short. */
    private static final int ROWS = 50 * ROWS_PER_BLOCK + 7;

    private static final RowOrder.Epoch EPOCH = new RowOrder.Epoch(11, 0, 3, 0);

    /** Returns examples whose label is their position, in blocks. */
    private static ExampleBlocks blocks(int rows) {
        List<Examples> blocks = new ArrayList<>();
        for (int from = 0; from < rows; from += ROWS_PER_BLOCK) {
            Examples.Builder block = new Examples.Builder(1);
            for (int i = from; i < Math.min(rows, from + ROWS_PER_BLOCK); i++) {
                block.add(1000 + i, i, new float[] {i}, 0);
            }
            blocks.add(block.build());
        }
        return new HeapBlocks(blocks, rows, 1, ROWS_PER_BLOCK);
    }

    /** Reads an epoch from a position on in batches of 9 and returns the positions in the order of reading. */
    private static List<Integer> read(RowOrder.Kind kind, RowOrder.Epoch epoch, int rows, int from) {
        ExampleBlocks blocks = blocks(rows);
        EpochReader reader = new EpochReader(blocks, RowOrder.of(kind, epoch, blocks), from);
        Minibatch batch = new Minibatch(1, 9);
        List<Integer> positions = new ArrayList<>();
        while (reader.position() < rows) {
            int n = Math.min(9, rows - reader.position());
            assertThat(reader.next(batch, n).size()).isEqualTo(n);
            for (int j = 0; j < n; j++) {
                positions.add(batch.label(j));
            }
        }
        return positions;
    }

    @Test
    void everyOrderTakesEachExampleOncePerEpoch() {
        Integer[] all = LongStream.range(0, ROWS).mapToObj(i -> (int) i).toArray(Integer[]::new);
        for (RowOrder.Kind kind : RowOrder.Kind.values()) {
            assertThat(read(kind, EPOCH, ROWS, 0)).as("%s", kind).containsExactlyInAnyOrder(all);
        }
    }

    @Test
    void dataThatFitAreTakenInTheOrderOfOnePermutation() {
        List<Integer> expected = new ArrayList<>();
        for (int position : RandomStreams.order(11, 0, 3, 0, ROWS)) {
            expected.add(position);
        }
        assertThat(read(RowOrder.Kind.SHUFFLED, EPOCH, ROWS, 0)).isEqualTo(expected);
        assertThat(read(RowOrder.Kind.SEQUENTIAL, EPOCH, ROWS, 0)).isSorted();
    }

    @Test
    void aReaderThatStartsInTheMiddleContinuesTheSameOrder() {
        for (RowOrder.Kind kind : RowOrder.Kind.values()) {
            List<Integer> whole = read(kind, EPOCH, ROWS, 0);
            for (int from : new int[] {0, 9, 159, 160, 161, 999, ROWS}) {
                assertThat(read(kind, EPOCH, ROWS, from))
                        .as("%s from %d", kind, from)
                        .isEqualTo(whole.subList(from, ROWS));
            }
        }
    }

    @Test
    void theBlockwiseOrderDependsOnSeedPhaseEpochAndWorkerAndOnNothingElse() {
        List<Integer> order = read(RowOrder.Kind.BLOCKWISE, EPOCH, ROWS, 0);
        assertThat(read(RowOrder.Kind.BLOCKWISE, new RowOrder.Epoch(11, 0, 3, 0), ROWS, 0))
                .isEqualTo(order);
        for (RowOrder.Epoch other : List.of(
                new RowOrder.Epoch(12, 0, 3, 0),
                new RowOrder.Epoch(11, 1, 3, 0),
                new RowOrder.Epoch(11, 0, 4, 0),
                new RowOrder.Epoch(11, 0, 3, 1))) {
            assertThat(read(RowOrder.Kind.BLOCKWISE, other, ROWS, 0))
                    .as("%s", other)
                    .isNotEqualTo(order);
        }
    }

    @Test
    void aWindowOfTheBlockwiseOrderMixesItsBlocks() {
        int window = RowOrder.WINDOW_BLOCKS * ROWS_PER_BLOCK;
        List<Integer> order = read(RowOrder.Kind.BLOCKWISE, EPOCH, 5 * window, 0);
        for (int from = 0; from < 5 * window; from += window) {
            for (int to : new int[] {from + window / 4, from + window}) {
                assertThat(order.subList(from, to).stream().map(row -> row / ROWS_PER_BLOCK))
                        .as("the blocks of the rows from %d to %d", from, to)
                        .hasSameElementsAs(order.subList(from, from + window).stream()
                                .map(row -> row / ROWS_PER_BLOCK)
                                .distinct()
                                .toList())
                        .satisfies(
                                blocks -> assertThat(blocks.stream().distinct()).hasSize(RowOrder.WINDOW_BLOCKS));
            }
        }
    }

    @Test
    void theSizeOfTheDataAloneDecidesWhetherAnEpochIsShuffledAsAWhole() {
        StepSettings steps = new StepSettings(Updater.RMSPROP, 100, true, 1, 0, 64);
        long rows = (64 << 20) / (4 * 1024);
        assertThat(RowOrder.Kind.of(steps, rows, 1024)).isEqualTo(RowOrder.Kind.SHUFFLED);
        assertThat(RowOrder.Kind.of(steps, rows + 1, 1024)).isEqualTo(RowOrder.Kind.BLOCKWISE);
        assertThat(RowOrder.Kind.of(new StepSettings(Updater.RMSPROP, 100, false, 1), 1L << 40, 1024))
                .isEqualTo(RowOrder.Kind.SEQUENTIAL);
    }

    @Test
    void evaluationsReadOnlyTheBlocksThatTheyNeed() {
        List<Examples> read = new ArrayList<>();
        blocks(ROWS).first(ROWS_PER_BLOCK + 1).forEachRemaining(read::add);
        assertThat(read).extracting(Examples::size).containsExactly(ROWS_PER_BLOCK, ROWS_PER_BLOCK);
        assertThat(blocks(0).first(0).hasNext()).isFalse();
    }
}
