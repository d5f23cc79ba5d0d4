package io.jointae.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The neighbors are those of an exhaustive search in double precision. */
class NeighborsTest {

    private static final int WIDTH = 7;
    private static final ElementWise OPS = ElementWise.of(DataType.FLOAT);
    private static final int MOST = 6;

    private static float[] random(int n, long seed, float offset) {
        Random random = new Random(seed);
        float[] values = new float[n * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = offset + random.nextFloat();
        }
        return values;
    }

    /** Far from the origin, single-precision products alone would order neighbors wrongly. */
    @Test
    void theNeighborsAreExactEvenFarFromTheOrigin() {
        float[] rows = random(40, 1, 100);
        float[] samples = random(1500, 2, 100);
        // Equal samples: the lower id counts as nearer.
        System.arraycopy(samples, 0, samples, 1200 * WIDTH, WIDTH);
        System.arraycopy(rows, 0, samples, 0, WIDTH);
        System.arraycopy(rows, 0, samples, 1200 * WIDTH, WIDTH);
        long[] ids = LongStream.range(0, 1500).toArray();
        int[] labels = LongStream.of(ids).mapToInt(id -> (int) (id % 3)).toArray();
        try (NeighborRows found = new NeighborRows(OPS, rows, WIDTH, MOST);
                SampleBlock first = new SampleBlock(OPS, copy(samples, 0, 900), WIDTH);
                SampleBlock second = new SampleBlock(OPS, copy(samples, 900, 1500), WIDTH)) {
            found.add(second, LongStream.range(900, 1500).toArray(), Arrays.copyOfRange(labels, 900, 1500));
            found.add(first, LongStream.range(0, 900).toArray(), Arrays.copyOf(labels, 900));
            for (int i = 0; i < 40; i++) {
                int row = i;
                List<Long> expected = LongStream.of(ids)
                        .boxed()
                        .sorted(Comparator.<Long>comparingDouble(id -> distance(rows, row, samples, id.intValue()))
                                .thenComparing(id -> id))
                        .limit(MOST)
                        .toList();
                for (int j = 0; j < MOST; j++) {
                    assertThat(found.ids()[i * MOST + j]).isEqualTo(expected.get(j));
                    assertThat(found.labels()[i * MOST + j]).isEqualTo((int) (expected.get(j) % 3));
                }
            }
            assertThat(found.ids()[0]).isZero();
            assertThat(found.ids()[1]).isEqualTo(1200);
        }
    }

    private static float[] copy(float[] samples, int from, int to) {
        return Arrays.copyOfRange(samples, from * WIDTH, to * WIDTH);
    }

    private static double distance(float[] rows, int i, float[] samples, int j) {
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            double d = (double) rows[i * WIDTH + k] - samples[j * WIDTH + k];
            sum += d * d;
        }
        return sum;
    }

    @Test
    void theMostFrequentLabelWinsAndTheLowestOfEquallyFrequentOnes() {
        Neighbors.NeighborLabels found = new Neighbors.NeighborLabels(
                new Neighbors.RowLabels(new long[2], new int[2]), new int[] {2, 1, 1, 2, 0, 2, 1, 0, 0, 2}, 5);
        int[] votes = new int[3];
        assertThat(found.vote(0, 1, votes)).isEqualTo(2);
        assertThat(found.vote(0, 2, votes)).isEqualTo(1);
        assertThat(found.vote(0, 3, votes)).isEqualTo(1);
        assertThat(found.vote(0, 4, votes)).isEqualTo(1);
        assertThat(found.vote(1, 5, votes)).isZero();
        assertThat(votes).containsOnly(0);
    }

    @Test
    void aRowThatIsNotFiniteIsRefused() {
        try (NeighborRows found = new NeighborRows(OPS, new float[] {Float.NaN}, 1, 1);
                SampleBlock samples = new SampleBlock(OPS, new float[] {1, 2}, 1)) {
            found.add(samples, new long[] {0, 1}, new int[2]);
            assertThatThrownBy(found::labels).isInstanceOf(InvalidInputException.class);
        }
    }
}
