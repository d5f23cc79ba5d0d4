package io.jointae.stack.compute;

import io.jointae.linalg.FloatMath;
import io.jointae.stack.Activation;

/** Values and derivatives of {@link Activation}s over float arrays, in place. */
final class FloatActivations {

    private FloatActivations() {}

    /** Replaces the first {@code n} pre-activations by {@code f(z)}. */
    static void value(Activation f, float[] z, int n) {
        switch (f) {
            case LOGISTIC -> FloatMath.logistic(z, n);
            case TANH -> FloatMath.tanh(z, n);
            default -> {
                for (int i = 0; i < n; i++) {
                    z[i] = (float) f.value(z[i]);
                }
            }
        }
    }

    /** Replaces the first {@code n} pre-activations, given without their biases, by {@code f(z + bias)}. */
    static void value(Activation f, float[] z, float[] bias, int n) {
        if (f == Activation.LOGISTIC) {
            FloatMath.logistic(z, bias, n);
        } else {
            FloatMath.add(z, bias, n);
            value(f, z, n);
        }
    }

    /**
     * Replaces the first {@code n} gradients on values by those on pre-activations, and adds them to sums.
     *
     * @param a the values {@code f(z)}; may be overwritten
     * @param delta the gradients; multiplied by {@code f'(z)}
     */
    static void backward(Activation f, float[] a, float[] delta, float[] sums, int n) {
        if (f == Activation.LOGISTIC) {
            for (int i = 0; i < n; i++) {
                float gradient = a[i] * (1 - a[i]) * delta[i];
                delta[i] = gradient;
                sums[i] += gradient;
            }
        } else {
            slope(f, a, n);
            FloatMath.multiply(a, delta, delta, n);
            FloatMath.add(sums, delta, n);
        }
    }

    /**
     * Does the same as {@link #backward} for gradients to which {@code factor f''(z) square} is added.
     *
     * @param a the values {@code f(z)}; may be overwritten
     * @param scratch working memory
     * @param delta the gradients; they and the additions are multiplied by {@code f'(z)}
     * @param squares one value per unit
     * @param slopeSquares the squares of {@code f'(z)} are added to it
     * @param sums the new gradients are added to it
     */
    static void backwardContractive(
            Activation f,
            float[] a,
            float[] scratch,
            float[] delta,
            float[] squares,
            float factor,
            float[] slopeSquares,
            float[] sums,
            int n) {
        if (f == Activation.LOGISTIC) {
            for (int i = 0; i < n; i++) {
                float slope = a[i] * (1 - a[i]);
                float gradient = slope * (delta[i] + factor * (slope * (1 - 2 * a[i])) * squares[i]);
                delta[i] = gradient;
                slopeSquares[i] += slope * slope;
                sums[i] += gradient;
            }
            return;
        }
        System.arraycopy(a, 0, scratch, 0, n);
        curvature(f, scratch, n);
        slope(f, a, n);
        for (int i = 0; i < n; i++) {
            delta[i] = a[i] * (delta[i] + factor * scratch[i] * squares[i]);
            slopeSquares[i] += a[i] * a[i];
            sums[i] += delta[i];
        }
    }

    /** Replaces the first {@code n} values {@code a = f(z)} by {@code f'(z)}. */
    static void slope(Activation f, float[] a, int n) {
        if (f == Activation.LOGISTIC) {
            for (int i = 0; i < n; i++) {
                a[i] = a[i] * (1 - a[i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                a[i] = (float) f.slope(a[i]);
            }
        }
    }

    /** Replaces the first {@code n} values {@code a = f(z)} by {@code f''(z)}. */
    static void curvature(Activation f, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = (float) f.curvature(a[i]);
        }
    }
}
