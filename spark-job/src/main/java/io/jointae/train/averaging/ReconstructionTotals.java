package io.jointae.train.averaging;

import java.io.Serializable;

/**
 * Summed costs of reconstructing the input, over a sample of the training and all validation examples.
 *
 * @param clean of clean rows
 * @param corrupted of rows under the layers' own corruption; null where no layer corrupts
 */
record ReconstructionTotals(Sums clean, Sums corrupted, long trainRows, long validRows) implements Serializable {

    /** Over the rows of both. */
    record Sums(double train, double valid) implements Serializable {

        private static Sums plus(Sums a, Sums b) {
            return a == null || b == null ? null : new Sums(a.train + b.train, a.valid + b.valid);
        }
    }

    ReconstructionTotals plus(ReconstructionTotals other) {
        return new ReconstructionTotals(
                Sums.plus(clean, other.clean),
                Sums.plus(corrupted, other.corrupted),
                trainRows + other.trainRows,
                validRows + other.validRows);
    }

    /** Mean over the training sample; null where there is none. */
    Double trainMean() {
        return mean(clean.train, trainRows);
    }

    /** Mean over the validation examples; null where there are none. */
    Double validMean() {
        return mean(clean.valid, validRows);
    }

    /** As {@link #trainMean}, under corruption; null also where there is none of it. */
    Double corruptedTrainMean() {
        return corrupted == null ? null : mean(corrupted.train, trainRows);
    }

    /** As {@link #validMean}, under corruption; null also where there is none of it. */
    Double corruptedValidMean() {
        return corrupted == null ? null : mean(corrupted.valid, validRows);
    }

    private static Double mean(double sum, long rows) {
        return rows == 0 ? null : sum / rows;
    }
}
