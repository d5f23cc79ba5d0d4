package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;

/**
 * What pulls at a weight matrix {@code W [in, out]} whatever the gradient that came through the stack: its own
 * gradient is {@code (shrink_j + l2) W_j + l1 sign(W_j)}.
 *
 * @param in rows of W
 * @param out columns of W
 * @param shrink of each column, {@code [out, 1]}; null for none
 */
public record WeightPenalty(int in, int out, Matrix shrink, double l1, double l2) {

    /** {@code shrink_j + l2} of each column. */
    float[] factors() {
        float[] factors = new float[out];
        if (shrink != null) {
            shrink.read(factors);
        }
        for (int j = 0; j < out; j++) {
            factors[j] += (float) l2;
        }
        return factors;
    }
}
