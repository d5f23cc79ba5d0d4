package io.jointae.linalg;

/**
 * Elementary functions over float arrays. They consist of additions, multiplications and divisions only, so that the
 * just-in-time compiler turns the loops into vector instructions.
 */
public final class FloatMath {

    /** The length up to which {@link #fold} leaves an array alone: shorter loops gain nothing from it. */
    public static final int MIN_FOLDED_LENGTH = 64;

    /** The argument from which on tanh equals 1 in single precision. */
    private static final float TANH_SATURATION = 8.5f;

    // tanh(x) = x P(x^2) / Q(x^2) on [0, 8.5], a minimax approximation by reweighted least squares. Its relative
    // error is 1.2e-8 in double precision, its absolute error 3.3e-7 in single precision.
    private static final float P1 = 0.1341324746608734f;
    private static final float P2 = 0.0035340269096195698f;
    private static final float P3 = 2.125104765582364e-05f;
    private static final float P4 = 1.4269232906372054e-08f;
    private static final float Q1 = 0.46746569871902466f;
    private static final float Q2 = 0.02602275274693966f;
    private static final float Q3 = 0.00033488651388324797f;
    private static final float Q4 = 8.145125320879743e-07f;

    private FloatMath() {}

    /**
     * Computes {@code z[i] = 1 / (1 + exp(-z[i]))} in place, with an absolute error below 3e-7.
     *
     * @param z {@code [n]} or longer; the first {@code n} values are overwritten
     */
    public static void logistic(float[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = logistic(z[i]);
        }
    }

    /**
     * Computes {@code z[i] = 1 / (1 + exp(-(z[i] + bias[i])))} in place, as {@link #add} and {@link #logistic(float[], int)}
     * do, in one loop.
     *
     * @param z {@code [n]} or longer; the first {@code n} values are overwritten
     * @param bias {@code [n]} or longer
     */
    public static void logistic(float[] z, float[] bias, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = logistic(z[i] + bias[i]);
        }
    }

    private static float logistic(float z) {
        float x = Math.max(-TANH_SATURATION, Math.min(TANH_SATURATION, 0.5f * z));
        float u = x * x;
        float p = 1 + u * (P1 + u * (P2 + u * (P3 + u * P4)));
        float q = 1 + u * (Q1 + u * (Q2 + u * (Q3 + u * Q4)));
        float y = 0.5f + 0.5f * x * (p / q);
        // The nearest number in [0, 1]: y leaves that range by rounding errors only, so both steps are exact. Unlike
        // Math.min
        // and Math.max they cost next to nothing in a vector unit.
        float positive = 0.5f * (y + Math.abs(y));
        float excess = positive - 1;
        return positive - 0.5f * (excess + Math.abs(excess));
    }

    /**
     * Computes {@code z[i] = tanh(z[i])} in place, with an absolute error below 5e-7.
     *
     * @param z {@code [n]} or longer; the first {@code n} values are overwritten
     */
    public static void tanh(float[] z, int n) {
        for (int i = 0; i < n; i++) {
            float x = Math.max(-TANH_SATURATION, Math.min(TANH_SATURATION, z[i]));
            float u = x * x;
            float p = 1 + u * (P1 + u * (P2 + u * (P3 + u * P4)));
            float q = 1 + u * (Q1 + u * (Q2 + u * (Q3 + u * Q4)));
            z[i] = Math.max(-1, Math.min(1, x * (p / q)));
        }
    }

    /**
     * Computes {@code into[i] = softplus(z[i]) - t[i] z[i]}, the cross-entropy of {@code logistic(z)} against {@code
     * t}. This form never takes the logarithm of a probability that was rounded to 0; its absolute error is below 1e-6
     * per unit. All arrays are {@code [n]} or longer.
     *
     * @param z the pre-activations
     * @param y {@code logistic(z)}
     * @param t the targets, in [0, 1]
     * @param into the costs; the first {@code n} values are overwritten
     */
    public static void crossEntropy(float[] z, float[] y, float[] t, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            // softplus(z) = max(z, 0) - log(logistic(|z|)); the logarithm is a series of atanh on [1/2, 1].
            float s = Math.max(y[i], 1 - y[i]);
            float r = (s - 1) / (s + 1);
            float v = r * r;
            float log = 2
                    * r
                    * (1 + v * (1 / 3f + v * (1 / 5f + v * (1 / 7f + v * (1 / 9f + v * (1 / 11f + v * (1 / 13f)))))));
            into[i] = Math.max(z[i], 0) - log - t[i] * z[i];
        }
    }

    /** Computes {@code into[i] += values[i]} for the first {@code n} elements. */
    public static void add(float[] into, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            into[i] += values[i];
        }
    }

    /** Computes {@code into[i] = scale * values[i]} for the first {@code n} elements. */
    public static void scale(float[] values, float scale, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = scale * values[i];
        }
    }

    /** Computes {@code into[i] = left[i] * right[i]} for the first {@code n} elements. */
    public static void multiply(float[] left, float[] right, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = left[i] * right[i];
        }
    }

    /** Computes {@code into[i] = scale * (left[i] - right[i])} for the first {@code n} elements. */
    public static void scaledDifference(float[] left, float[] right, float scale, float[] into, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = scale * (left[i] - right[i]);
        }
    }

    /**
     * Adds the upper half of an array to its lower half while its length is even and long enough, which a vector unit
     * does faster than a running sum.
     *
     * @param values {@code [n]} or longer; overwritten
     * @return the number of leading values whose sum now equals the sum of the first {@code n}
     */
    public static int fold(float[] values, int n) {
        int left = n;
        while (left > MIN_FOLDED_LENGTH && left % 2 == 0) {
            left /= 2;
            for (int i = 0; i < left; i++) {
                values[i] += values[left + i];
            }
        }
        return left;
    }

    /** Returns the sum of the first {@code n} values, computed as four interleaved partial sums. */
    public static double sum(float[] values, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < n; i++) {
            a += values[i];
        }
        return (double) a + b + c + d;
    }
}
