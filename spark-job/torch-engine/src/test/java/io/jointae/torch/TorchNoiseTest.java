package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.Stretch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Compares the random numbers that the device draws with those of {@link CounterRandom}. */
class TorchNoiseTest {

    @ParameterizedTest
    @CsvSource({
        "GAUSSIAN, 0.5, 784",
        "GAUSSIAN, 0.13, 31",
        "MASKING, 0.3, 784",
        "MASKING, 1, 9",
        "SALT_AND_PEPPER, 0.2, 31",
        "SALT_AND_PEPPER, 0.7, 784"
    })
    void corruptedValuesEqualThoseOfTheHostBitForBit(Corruption.Kind kind, double strength, int units) {
        Corruption corruption = new Corruption(kind, strength);
        long[] keys = {0, 1, -1, Long.MIN_VALUE, 0x123456789ABCDEFL};
        float[] values = new float[keys.length * units];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) CounterRandom.uniform(77, i);
        }
        try (ElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            Matrix h = ops.create(units, keys.length);
            Matrix into = ops.create(units, keys.length);
            h.write(values);
            RowKeys rowKeys = new RowKeys(keys);
            ops.corrupt(h, corruption, rowKeys, into);
            float[] actual = new float[values.length];
            into.read(actual);
            assertThat(actual).isEqualTo(expected(corruption, keys, values, units));

            into.write(values);
            ops.backwardCorruption(into, corruption, rowKeys);
            into.read(actual);
            assertThat(actual).isEqualTo(expectedGradient(corruption, keys, values, units));
        }
    }

    /** A stretch draws the numbers of several batches at once; the last batch is smaller than the others. */
    @ParameterizedTest
    @CsvSource({"GAUSSIAN, 0.5", "MASKING, 0.3", "SALT_AND_PEPPER, 0.3"})
    void aStretchDrawsTheSameNumbersAsSingleBatches(Corruption.Kind kind, double strength) {
        int units = 7;
        int layer = 2;
        long corruptionKey = 5;
        Corruption corruption = new Corruption(kind, strength);
        Examples examples = TorchFixtures.examples(10, units);
        Stretch stretch = new Stretch(units, 4, 3, corruptionKey);
        for (int from = 0; from < 10; from += 4) {
            Minibatch batch = stretch.add(1);
            for (int row = from; row < Math.min(10, from + 4); row++) {
                batch.add(examples, 9 - row);
            }
        }
        try (ElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            ops.begin(stretch);
            for (int i = 0; i < stretch.size(); i++) {
                Minibatch batch = stretch.batch(i);
                long[] keys = new long[batch.size()];
                float[] clean = new float[batch.size() * units];
                float[] row = new float[units];
                for (int j = 0; j < keys.length; j++) {
                    keys[j] = CounterRandom.key(CounterRandom.key(corruptionKey, batch.id(j)), layer);
                    batch.copy(j, 0, row, units);
                    System.arraycopy(row, 0, clean, j * units, units);
                }
                Matrix x = ops.create(units, batch.size());
                ops.load(batch, x);
                float[] actual = new float[clean.length];
                x.read(actual);
                assertThat(actual).isEqualTo(clean);
                ops.corrupt(x, corruption, new RowKeys(batch, layer, keys), x);
                x.read(actual);
                assertThat(actual).isEqualTo(expected(corruption, keys, clean, units));
            }
            ops.end();
        }
    }

    private static float[] expected(Corruption corruption, long[] keys, float[] values, int units) {
        float[] all = new float[values.length];
        float[] column = new float[units];
        for (int j = 0; j < keys.length; j++) {
            System.arraycopy(values, j * units, column, 0, units);
            CounterRandom.corrupt(corruption, keys[j], 0, column, new float[units], units);
            System.arraycopy(column, 0, all, j * units, units);
        }
        return all;
    }

    private static float[] expectedGradient(Corruption corruption, long[] keys, float[] values, int units) {
        float[] all = new float[values.length];
        float[] column = new float[units];
        for (int j = 0; j < keys.length; j++) {
            System.arraycopy(values, j * units, column, 0, units);
            CounterRandom.backward(corruption, keys[j], 0, column, units);
            System.arraycopy(column, 0, all, j * units, units);
        }
        return all;
    }
}
