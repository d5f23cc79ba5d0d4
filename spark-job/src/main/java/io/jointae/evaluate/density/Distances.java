package io.jointae.evaluate.density;

/** Computes sums of squares in double precision. */
final class Distances {

    private Distances() {}

    /** Returns {@code |a|^2} over {@code n} values. */
    static double squaredNorm(float[] a, int from, int n) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            s0 += (double) a[from + i] * a[from + i];
            s1 += (double) a[from + i + 1] * a[from + i + 1];
        }
        return i < n ? s0 + s1 + (double) a[from + i] * a[from + i] : s0 + s1;
    }

    /** Returns {@code |a - b|^2} over {@code n} values, computed from the differences so that nothing cancels. */
    static double squaredDistance(float[] a, int fromA, float[] b, int fromB, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            double d0 = (double) a[fromA + i] - b[fromB + i];
            double d1 = (double) a[fromA + i + 1] - b[fromB + i + 1];
            double d2 = (double) a[fromA + i + 2] - b[fromB + i + 2];
            double d3 = (double) a[fromA + i + 3] - b[fromB + i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; i < n; i++) {
            double d = (double) a[fromA + i] - b[fromB + i];
            s0 += d * d;
        }
        return s0 + s1 + s2 + s3;
    }
}
