package io.jointae.encode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rows per pass keep the memory of a task and of an executor within their limits. */
class ForwardPassPoolTest {

    private static final ScoringOutputs CODES = new ScoringOutputs(1, false, false);
    private static final ScoringOutputs ALL = new ScoringOutputs(1, true, true);

    @Test
    void narrowRowsHaveTheWholeBatchSize() {
        ForwardPassPool pool = pool(784, 2048);
        assertThat(pool.rowsPerPass(CODES, 16)).isEqualTo(2048);
        assertThat(pool(784, 100).rowsPerPass(CODES, 16)).isEqualTo(100);
    }

    @Test
    void wideRowsTakeAtMost64MebibytesPerTask() {
        ForwardPassPool pool = pool(100_000, 2048);
        int codes = pool.rowsPerPass(CODES, 1);
        assertThat(codes).isEqualTo((64 << 20) / 4 / (2 * (100_000 + 4)));
        assertThat(pool.rowsPerPass(ALL, 1)).isLessThan(codes).isGreaterThanOrEqualTo(32);
    }

    @Test
    void manyCoresTakeAtMost512MebibytesOutsideTheHeap() {
        ForwardPassPool pool = pool(4000, 2048);
        for (int cores : new int[] {64, 128}) {
            long rows = pool.rowsPerPass(CODES, cores);
            assertThat(rows * (4000 + 4) * 4 * cores).isBetween(500L << 20, 512L << 20);
        }
    }

    @Test
    void aPassHasAtLeast32RowsUnlessTheBatchSizeIsSmaller() {
        assertThat(pool(400_000, 2048).rowsPerPass(ALL, 64)).isEqualTo(32);
        assertThat(pool(400_000, 5).rowsPerPass(ALL, 64)).isEqualTo(5);
    }

    private static ForwardPassPool pool(int inputs, int batchSize) {
        return new ForwardPassPool(ScoringFixtures.model(inputs, 4), batchSize);
    }
}
