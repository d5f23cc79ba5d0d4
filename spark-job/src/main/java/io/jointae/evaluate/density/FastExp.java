package io.jointae.evaluate.density;

/**
 * Computes the exponential of many non-positive numbers by fused multiply-adds alone, so that the compiler vectorizes the
 * loop. Every processor that supports ND4J's AVX2 or arm64 builds has fused multiply-adds.
 */
final class FastExp {

    /** The range of the exponent: values below {@code exp(-REACH)} are replaced by {@code exp(-REACH)} or ignored. */
    static final float REACH = 32;

    // exp(t) on [-1, 0] is approximated by 1 + t + t^2 Q(t). The coefficients of Q are those of a minimax fit by
    // reweighted
    // least squares; in double precision its relative error is 1e-8.
    private static final float C2 = 0.49999946f;
    private static final float C3 = 0.16665983f;
    private static final float C4 = 0.041633293f;
    private static final float C5 = 0.008251867f;
    private static final float C6 = 0.0012814332f;
    private static final float C7 = 0.00012305315f;

    private FastExp() {}

    /**
     * Adds {@code exp(scale x[i])} to {@code sums[i]} for {@code i < n}. Terms below {@code exp(-32)} are replaced by
     * {@code exp(-32)}. The relative error of a term is below 1e-5, and that of the mean of many terms below 2e-7.
     *
     * @param scale positive factor
     * @param x {@code [n]}, not positive
     * @param sums {@code [n]}
     * @param n number of terms
     */
    static void addExp(float scale, float[] x, float[] sums, int n) {
        float part = scale / REACH;
        for (int i = 0; i < n; i++) {
            sums[i] += exp(part * x[i]);
        }
    }

    /** Computes {@code result[i] = exp(scale x[i])} with the error of {@link #addExp}. */
    static void exp(float scale, float[] x, float[] result, int n) {
        float part = scale / REACH;
        for (int i = 0; i < n; i++) {
            result[i] = exp(part * x[i]);
        }
    }

    /** Returns {@code exp(32 t)}, where t is raised to -1 if it is smaller. */
    private static float exp(float unboundedT) {
        float t = Math.max(-1f, unboundedT);
        float q = Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, C7, C6), C5), C4), C3), C2);
        float e = Math.fma(t, Math.fma(t, q, 1f), 1f);
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e * e;
    }
}
