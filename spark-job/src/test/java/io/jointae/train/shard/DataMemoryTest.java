package io.jointae.train.shard;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.SparkMemory;
import org.junit.jupiter.api.Test;

class DataMemoryTest {

    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    /** Rows of 1 KiB as floats. */
    private static final int WIDTH = 256;

    private static DataMemory data(RowOrder.Kind order, int workers, long rows) {
        return new DataMemory("rect DAE-2J", order, workers, rows, WIDTH);
    }

    private static SparkMemory executors(long heap, int tasks) {
        return new SparkMemory(false, 2 * GIB, GIB, heap, 3 * heap, tasks, 0);
    }

    @Test
    void dataOfAnySizeFitAHeapThatHoldsTwoWindows() {
        assertThatCode(() -> data(RowOrder.Kind.BLOCKWISE, 1, 1L << 30).checkHeap(executors(512 * MIB, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void sparseRowsNeedTheMemoryOfTheirStoredValues() {
        // A million rows of 10,000 values, of which 100 are stored at 8 bytes each.
        DataMemory sparse = new DataMemory("words", RowOrder.Kind.SHUFFLED, 1, 1_000_000, 10_000, 800);
        assertThatCode(() -> sparse.checkHeap(executors(2 * GIB, 1))).doesNotThrowAnyException();
        assertThatCode(() -> sparse.checkDisk(3 * GIB, 1)).doesNotThrowAnyException();
        DataMemory dense = new DataMemory("words", RowOrder.Kind.SHUFFLED, 1, 1_000_000, 10_000);
        assertThatThrownBy(() -> dense.checkHeap(executors(2 * GIB, 1)))
                .hasMessageStartingWith("words keeps 38146 MiB of training data in the memory of an executor");
        assertThatThrownBy(() -> dense.checkDisk(3 * GIB, 1))
                .hasMessageStartingWith("words needs about 114440 MiB on the local disk of each of 1 executors");
    }

    @Test
    void tooManyWorkersPerExecutorAreRefusedWithTheMemoryThatTheyNeed() {
        assertThatThrownBy(() -> data(RowOrder.Kind.BLOCKWISE, 16, 1L << 30).checkHeap(executors(2 * GIB, 16)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "rect DAE-2J reads 2047 MiB of training data at a time in an executor that trains 16 workers,"
                                + " which needs a heap of 2347 MiB, and there are 2048 MiB: set spark.executor.memory=2583m, or"
                                + " give each executor fewer cores.");
    }

    @Test
    void dataThatAreShuffledAsAWholeMustFitTheHeap() {
        DataMemory data = data(RowOrder.Kind.SHUFFLED, 1, 500 << 10);
        assertThatCode(() -> data.checkHeap(executors(GIB, 1))).doesNotThrowAnyException();
        assertThatThrownBy(() -> data.checkHeap(executors(512 * MIB, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "rect DAE-2J keeps 500 MiB of training data in the memory of an executor, which needs a heap of"
                                + " 800 MiB, and there are 512 MiB: set spark.executor.memory=881m, set workers to 3"
                                + " with one executor each, or set shuffle-limit to 0 to read the data from disk.");
        assertThatCode(() -> data(RowOrder.Kind.SHUFFLED, 4, 500 << 10).checkHeap(executors(512 * MIB, 1)))
                .as("four executors")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> data(RowOrder.Kind.SHUFFLED, 4, 500 << 10).checkHeap(executors(512 * MIB, 4)))
                .as("four workers in one executor")
                .hasMessageContaining("keeps 500 MiB");
    }

    @Test
    void moreRowsThanAWorkerCanNumberNameTheWorkersThatAreNeeded() {
        assertThatThrownBy(() -> data(RowOrder.Kind.BLOCKWISE, 1, 5L << 30).checkHeap(executors(GIB, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("workers")
                .hasMessageContaining("choose at least 3");
    }

    @Test
    void aLocalDiskThatIsTooSmallIsRefusedWithTheWorkersThatWouldFit() {
        DataMemory data = data(RowOrder.Kind.BLOCKWISE, 2, 10 << 20);
        assertThatCode(() -> data.checkDisk(16 * GIB, 2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> data.checkDisk(5 * GIB, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "rect DAE-2J needs about 15360 MiB on the local disk of each of 2 executors for the training"
                                + " data, and one has 5120 MiB free: set spark.local.dir to a larger disk, or set workers to 6"
                                + " with as many executors.");
    }
}
