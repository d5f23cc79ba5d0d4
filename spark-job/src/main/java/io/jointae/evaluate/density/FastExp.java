package io.jointae.evaluate.density;

/**
 * The exponential of many non-positive floats by multiply-adds only, which the compiler vectorizes. Every processor
 * that ND4J's AVX2 and arm64 builds run on has them.
 */
final class FastExp {

    /** Terms under {@code exp(-REACH)} count as that, or as nothing. */
    static final float REACH = 32;

    // exp(t) on [-1, 0] as 1 + t + t^2 Q(t): minimax by reweighted least squares, relative error 1e-8 in double.
    private static final float C2 = 0.49999946f;
    private static final float C3 = 0.16665983f;
    private static final float C4 = 0.041633293f;
    private static final float C5 = 0.008251867f;
    private static final float C6 = 0.0012814332f;
    private static final float C7 = 0.00012305315f;

    private FastExp() {}

    /**
     * {@code sums[i] += exp(scale x[i])} for {@code i < n}, for {@code x <= 0}; terms under {@code exp(-32)} count as
     * that; relative error of a term under 1e-5, of their mean under 2e-7.
     */
    static void addExp(float scale, float[] x, float[] sums, int n) {
        float part = scale / REACH;
        for (int i = 0; i < n; i++) {
            sums[i] += exp(part * x[i]);
        }
    }

    /** {@code to[i] = exp(scale x[i])}, as {@link #addExp} has it. */
    static void exp(float scale, float[] x, float[] to, int n) {
        float part = scale / REACH;
        for (int i = 0; i < n; i++) {
            to[i] = exp(part * x[i]);
        }
    }

    /** {@code exp(32 t)}. */
    private static float exp(float unbounded) {
        float t = Math.max(-1f, unbounded);
        float q = Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, Math.fma(t, C7, C6), C5), C4), C3), C2);
        float e = Math.fma(t, Math.fma(t, q, 1f), 1f);
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e * e;
    }
}
