package io.jointae.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    private static final int WIDTH = 3000;
    /** More rows than one chunk holds. */
    private static final int ROWS = 400;

    private static Examples examples(Examples.Builder builder, int differentValues) {
        for (int i = 0; i < ROWS; i++) {
            builder.add(10 + i, i % 7 == 0 ? Examples.UNLABELED : i % 5, row(i, differentValues), 0);
        }
        return builder.build();
    }

    private static float[] row(int i, int differentValues) {
        float[] row = new float[WIDTH];
        for (int u = 0; u < WIDTH; u++) {
            row[u] = (float) (CounterRandom.word(i, u) & Long.MAX_VALUE) % differentValues / (differentValues - 1f);
        }
        return row;
    }

    private static float[] values(Examples examples, int row) {
        float[] values = new float[WIDTH];
        examples.copy(row, 0, values, 1000);
        float[] rest = new float[WIDTH - 1000];
        examples.copy(row, 1000, rest, rest.length);
        System.arraycopy(rest, 0, values, 1000, rest.length);
        return values;
    }

    @Test
    void pixelsThatWereBytesTakeOneByteEachAndKeepTheirBits() {
        Examples compact = examples(Examples.Builder.compact(WIDTH), 256);
        assertThat(compact.isCompact()).isTrue();
        assertThat(compact.bytes()).isEqualTo((long) ROWS * WIDTH);
        for (int i = 0; i < ROWS; i++) {
            assertThat(values(compact, i)).isEqualTo(row(i, 256));
        }
    }

    @Test
    void examplesWithMoreThan256ValuesStayFloats() {
        // The first rows have few values, so the builder meets the 257th value in the middle.
        Examples.Builder builder = Examples.Builder.compact(WIDTH);
        for (int i = 0; i < ROWS; i++) {
            builder.add(i, row(i, i < ROWS - 1 ? 200 : 257), 0);
        }
        Examples examples = builder.build();
        assertThat(examples.isCompact()).isFalse();
        for (int i = 0; i < ROWS; i++) {
            assertThat(values(examples, i)).isEqualTo(row(i, i < ROWS - 1 ? 200 : 257));
        }
    }

    @Test
    void negativeZeroAndNotANumberKeepTheirBits() {
        int[] bits = {0x80000000, 0, 0x7fc00001, 0x7fc00000, Float.floatToRawIntBits(0.1f)};
        float[] row = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            row[i] = Float.intBitsToFloat(bits[i]);
        }
        Examples examples = Examples.Builder.compact(bits.length).add(0, row, 0).build();
        float[] copy = new float[bits.length];
        examples.copy(0, 0, copy, copy.length);
        assertThat(examples.isCompact()).isTrue();
        for (int i = 0; i < bits.length; i++) {
            assertThat(Float.floatToRawIntBits(copy[i])).isEqualTo(bits[i]);
        }
    }

    @Test
    void serializedExamplesAreTheSame() throws Exception {
        for (int differentValues : new int[] {256, 5000}) {
            Examples before = examples(Examples.Builder.compact(WIDTH), differentValues);
            Examples after = serialized(before);
            assertThat(after.size()).isEqualTo(ROWS);
            assertThat(after.isCompact()).isEqualTo(differentValues == 256);
            for (int i = 0; i < ROWS; i++) {
                assertThat(after.id(i)).isEqualTo(10 + i);
                assertThat(after.label(i)).isEqualTo(i % 7 == 0 ? -1 : i % 5);
                assertThat(values(after, i)).isEqualTo(values(before, i));
            }
        }
    }

    @Test
    void noExamplesAndExamplesWithoutLabelsCanBeSerialized() throws Exception {
        assertThat(serialized(Examples.Builder.compact(3).build()).size()).isZero();
        Examples unlabeled =
                serialized(new Examples.Builder(2).add(4, new float[] {1, 2}, 0).build());
        assertThat(unlabeled.label(0)).isEqualTo(Examples.UNLABELED);
        assertThat(unlabeled.id(0)).isEqualTo(4);
    }

    private static Examples serialized(Examples examples) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(examples);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Examples) in.readObject();
        }
    }
}
