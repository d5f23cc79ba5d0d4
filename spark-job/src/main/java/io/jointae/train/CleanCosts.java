package io.jointae.train;

import java.io.Serializable;

/** Summed reconstruction costs of clean examples, over a sample of the training and all validation examples. */
record CleanCosts(double train, long trainRows, double valid, long validRows) implements Serializable {

    CleanCosts plus(CleanCosts other) {
        return new CleanCosts(
                train + other.train, trainRows + other.trainRows, valid + other.valid, validRows + other.validRows);
    }

    /** Mean over the training sample; null where there is none. */
    Double trainMean() {
        return trainRows == 0 ? null : train / trainRows;
    }

    /** Mean over the validation examples; null where there are none. */
    Double validMean() {
        return validRows == 0 ? null : valid / validRows;
    }
}
