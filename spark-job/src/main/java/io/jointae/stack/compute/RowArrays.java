package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;

/** Moves rows between flat arrays {@code [n, width]} and matrices {@code [width, n]}, and prices single values. */
final class RowArrays {

    private RowArrays() {}

    /** Copies rows into a matrix; refuses an array that is shorter than the matrix. */
    static void write(float[] rows, Matrix matrix) {
        requireLength(rows, matrix);
        matrix.write(rows);
    }

    /** Copies a matrix into an array; refuses an array that is shorter than the matrix. */
    static void read(Matrix matrix, float[] out) {
        requireLength(out, matrix);
        matrix.read(out);
    }

    /**
     * Returns what one reconstructed value costs by the loss of an architecture.
     *
     * @param z the pre-activation of the reconstructed value
     * @param target the value to reconstruct
     */
    static double cost(Architecture architecture, double z, double target) {
        if (architecture.loss() == Loss.CROSS_ENTROPY) {
            return Activation.SOFTPLUS.value(z) - target * z;
        }
        double difference = target - architecture.output().value(z);
        return difference * difference;
    }

    private static void requireLength(float[] values, Matrix matrix) {
        if (values.length < matrix.length()) {
            throw new IllegalArgumentException("The array has " + values.length + " values, but [" + matrix.columns()
                    + ", " + matrix.rows() + "] are needed.");
        }
    }
}
