package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The costs of reconstructing the input, summed over a sample of the training examples and all validation examples.
 *
 * @param clean the costs without corruption
 * @param corrupted the costs under the corruption of the layers; null if no layer corrupts its input
 * @param trainRows the number of training examples in the sums
 * @param validRows the number of validation examples in the sums
 */
@DefaultSerializer(JavaSerializer.class)
record ReconstructionTotals(Sums clean, Sums corrupted, long trainRows, long validRows) implements Serializable {

    /**
     * Summed costs.
     *
     * @param train the sum over the training examples
     * @param valid the sum over the validation examples
     */
    @DefaultSerializer(JavaSerializer.class)
    record Sums(double train, double valid) implements Serializable {

        private static Sums add(Sums a, Sums b) {
            return a == null || b == null ? null : new Sums(a.train + b.train, a.valid + b.valid);
        }
    }

    ReconstructionTotals plus(ReconstructionTotals other) {
        return new ReconstructionTotals(
                Sums.add(clean, other.clean),
                Sums.add(corrupted, other.corrupted),
                trainRows + other.trainRows,
                validRows + other.validRows);
    }

    /** Returns the mean over the training examples; null if there are none. */
    Double trainMean() {
        return mean(clean.train, trainRows);
    }

    /** Returns the mean over the validation examples; null if there are none. */
    Double validMean() {
        return mean(clean.valid, validRows);
    }

    /** Returns the mean over the training examples under corruption; null if there are none, or no layer corrupts. */
    Double corruptedTrainMean() {
        return corrupted == null ? null : mean(corrupted.train, trainRows);
    }

    /** Returns the mean over the validation examples under corruption; null if there are none, or no layer corrupts. */
    Double corruptedValidMean() {
        return corrupted == null ? null : mean(corrupted.valid, validRows);
    }

    private static Double mean(double sum, long rows) {
        return rows == 0 ? null : sum / rows;
    }
}
