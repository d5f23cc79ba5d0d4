package io.jointae.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockedMomentsTest {

    @Test
    void rowsAreDealtToTheBlocksByTheirNumbersInWhateverPartsTheyCome() {
        BlockedMoments first = BlockedMoments.of(new double[] {1, 2, 30}, new long[] {0, 1, 5}, 3);
        BlockedMoments second = BlockedMoments.of(new double[] {3, 10, 20, 99}, new long[] {2, 3, 4}, 3);
        BlockedMoments all = BlockedMoments.none(3).plus(second).plus(first);
        assertThat(all.moments().rows()).isEqualTo(6);
        assertThat(all.moments().mean()).isEqualTo(11);
        // Rows 0 and 3, rows 1 and 4, rows 2 and 5.
        assertThat(all.means().orElseThrow()).containsExactly(5.5f, 11, 16.5f);
    }

    @Test
    void aBlockWithoutRowsHasNoMeanAndNoBlocksAreNone() {
        assertThat(BlockedMoments.of(new double[] {1}, new long[] {0}, 2).means())
                .isEmpty();
        BlockedMoments plain = BlockedMoments.of(new double[] {1, 3}, new long[] {0, 1}, 0);
        assertThat(plain.moments()).isEqualTo(Moments.of(new double[] {1, 3}, 2));
        assertThat(plain.sums()).isEmpty();
    }
}
