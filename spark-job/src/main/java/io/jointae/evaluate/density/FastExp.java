package io.jointae.evaluate.density;

/** The exponential of many non-positive floats by additions and multiplications only, which the compiler vectorises. */
final class FastExp {

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
     * that; relative error of a term under
     * 1e-5, of their mean under 2e-7.
     */
    static void addExp(float scale, float[] x, float[] sums, int n) {
        float part = scale / 32;
        for (int i = 0; i < n; i++) {
            float t = Math.max(-1f, part * x[i]);
            float e = 1 + t * (1 + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * (C6 + t * C7))))));
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            sums[i] += e * e;
        }
    }
}
