package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;

/**
 * A penalty on a weight matrix {@code W [in, out]} whose gradient depends on the weights only: {@code (columnFactors_j +
 * l2) W_j + l1 sign(W_j)} for column {@code j}. It combines weight decay with the part of the contractive penalty
 * (paper, eq. 3) that acts on the weights directly.
 *
 * @param rows number of rows of the weight matrix, at least 1
 * @param columns number of columns of the weight matrix, at least 1
 * @param columnFactors {@code [columns, 1]}, the factor of each column; null for 0
 * @param l1 the weight of {@code sum |W|}, finite and at least 0
 * @param l2 the weight of {@code sum W^2 / 2}, finite and at least 0
 */
public record WeightPenalty(int rows, int columns, Matrix columnFactors, double l1, double l2) {

    public WeightPenalty {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "The shape [" + rows + ", " + columns + "] is invalid: rows and columns must be at least 1.");
        }
        if (columnFactors != null && columnFactors.length() != columns) {
            throw new IllegalArgumentException("columnFactors has " + columnFactors.length()
                    + " values, but the weight matrix has " + columns + " columns.");
        }
        requireWeight("l1", l1);
        requireWeight("l2", l2);
    }

    /** Returns {@code columnFactors_j + l2} of each column, {@code [columns]}. */
    float[] factors() {
        float[] factors = new float[columns];
        if (columnFactors != null) {
            columnFactors.read(factors);
        }
        for (int j = 0; j < columns; j++) {
            factors[j] += (float) l2;
        }
        return factors;
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(name + " " + weight + " is invalid: it must be finite and at least 0.");
        }
    }
}
