package io.jointae.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sparse examples return the values of dense ones, bit for bit, in a fraction of the memory. */
class SparseExamplesTest {

    private static final int ROWS = 400;

    private static float[] background(int width) {
        float[] background = new float[width];
        for (int i = 0; i < width; i++) {
            background[i] = -i / (float) width;
        }
        return background;
    }

    /** Fills both builders with the same rows, of which the row 7 has no stored value and others have about 2 percent. */
    private static Examples[] examples(int width, float[] background, int differentValues) {
        SplittableRandom random = new SplittableRandom(1);
        Examples.Builder dense = new Examples.Builder(width);
        SparseExamples sparse = new SparseExamples(width, background);
        for (int i = 0; i < ROWS; i++) {
            float[] row = background == null ? new float[width] : background.clone();
            int[] positions = i == 7
                    ? new int[0]
                    : random.ints(Math.max(1, width / 50), 0, width)
                            .sorted()
                            .distinct()
                            .toArray();
            float[] stored = new float[positions.length];
            for (int k = 0; k < stored.length; k++) {
                stored[k] = random.nextInt(differentValues) == 0 ? -0f : (1 + random.nextInt(differentValues)) / 3f;
                row[positions[k]] = stored[k];
            }
            int label = i % 7 == 0 ? Examples.UNLABELED : i % 5;
            dense.add(10 + i, label, row, 0);
            sparse.add(10 + i, label, positions, stored);
        }
        return new Examples[] {dense.build(), sparse.build()};
    }

    private static int[] bits(Examples examples, int row, int from, int n) {
        // Values of an earlier example must not stay in the array.
        float[] values = new float[n];
        Arrays.fill(values, Float.NaN);
        examples.copy(row, from, values, n);
        int[] bits = new int[n];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    private static void assertEqual(Examples sparse, Examples dense) {
        assertThat(sparse.isSparse()).isTrue();
        assertThat(sparse.size()).isEqualTo(dense.size());
        assertThat(sparse.width()).isEqualTo(dense.width());
        int width = dense.width();
        for (int row = 0; row < dense.size(); row++) {
            assertThat(sparse.id(row)).isEqualTo(dense.id(row));
            assertThat(sparse.label(row)).isEqualTo(dense.label(row));
            assertThat(bits(sparse, row, 0, width)).isEqualTo(bits(dense, row, 0, width));
            int from = row * 31 % width;
            int n = Math.min(width - from, 1 + row);
            assertThat(bits(sparse, row, from, n)).isEqualTo(bits(dense, row, from, n));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false, 5", "3000, false, 5", "3000, true, 100000", "70000, false, 100000", "70000, true, 5"})
    void everyPartOfEveryRowIsThatOfDenseExamplesAlsoAfterSerialization(
            int width, boolean hasBackground, int differentValues) throws IOException, ClassNotFoundException {
        Examples[] both = examples(width, hasBackground ? background(width) : null, differentValues);
        assertEqual(both[1], both[0]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(both[1]);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEqual((Examples) in.readObject(), both[0]);
        }
    }

    @Test
    void aStoredValueTakesThreeToEightBytes() {
        long values = 0;
        Examples[] few = examples(3000, null, 5);
        for (int row = 0; row < ROWS; row++) {
            values += Arrays.stream(bits(few[0], row, 0, 3000))
                    .filter(bits -> bits != 0)
                    .count();
        }
        long starts = 4L * (ROWS + 2);
        assertThat(few[1].bytes()).isBetween(3 * values, 3 * values + starts);
        assertThat(examples(3000, null, 100_000)[1].bytes()).isBetween(5 * values, 6 * values + 2 * starts);
        assertThat(examples(70_000, null, 100_000)[1].bytes()).isLessThan(few[0].bytes() * 70 / 3 * 8 / 200 + 100_000);
    }

    @Test
    void positionsThatDoNotFitAreRefused() {
        SparseExamples examples = new SparseExamples(10, null);
        assertThatThrownBy(() -> examples.add(0, 0, new int[] {10}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> examples.add(0, 0, new int[] {1, 2}, new float[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SparseExamples(10, new float[9])).isInstanceOf(IllegalArgumentException.class);
    }
}
