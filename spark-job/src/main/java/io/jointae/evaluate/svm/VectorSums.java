package io.jointae.evaluate.svm;

/** Sums over arrays. */
final class VectorSums {

    private VectorSums() {}

    /** Adds values in place, {@code into += values}, and returns {@code into}. */
    static float[] add(float[] into, float[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
        return into;
    }

    /** Adds values in place, {@code into += values}, and returns {@code into}. */
    static double[] add(double[] into, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
        return into;
    }

    /**
     * Returns the inner product of {@code n} values in double precision.
     *
     * @param a first array, from {@code fromA} on
     * @param b second array, from {@code fromB} on
     */
    static double dot(float[] a, int fromA, float[] b, int fromB, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += (double) a[fromA + i] * b[fromB + i];
            s1 += (double) a[fromA + i + 1] * b[fromB + i + 1];
            s2 += (double) a[fromA + i + 2] * b[fromB + i + 2];
            s3 += (double) a[fromA + i + 3] * b[fromB + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[fromA + i] * b[fromB + i];
        }
        return s0 + s1 + s2 + s3;
    }
}
