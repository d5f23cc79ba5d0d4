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
        if (f == Activation.LOGISTIC) {
            for (int i = 0; i < n; i++) {
                a[i] = a[i] * (1 - a[i]) * (1 - 2 * a[i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                a[i] = (float) f.curvature(a[i]);
            }
        }
    }
}
