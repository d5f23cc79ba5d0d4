package io.jointae.evaluate.svm.hinge;

/** Sums over arrays. */
public final class VectorSums {

    private VectorSums() {}

    /**
     * Returns the inner product of {@code n} values in double precision.
     *
     * @param a first array, from {@code fromA} on
     * @param b second array, from {@code fromB} on
     */
    public static double dot(float[] a, int fromA, float[] b, int fromB, int n) {
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

    /**
     * Returns the sum of {@code max(0, slack - step change)^2} over a block of rows.
     *
     * @param slacks slacks, from {@code fromSlack} on
     * @param changes changes of the slacks per unit step, with the other sign, from {@code fromChange} on
     * @param n number of rows, at most {@link HingeRows#BLOCK_ROWS}, so that single precision suffices
     */
    static double squaredHinge(float[] slacks, int fromSlack, float[] changes, int fromChange, float step, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            float r0 = Math.max(0f, slacks[fromSlack + i] - step * changes[fromChange + i]);
            float r1 = Math.max(0f, slacks[fromSlack + i + 1] - step * changes[fromChange + i + 1]);
            float r2 = Math.max(0f, slacks[fromSlack + i + 2] - step * changes[fromChange + i + 2]);
            float r3 = Math.max(0f, slacks[fromSlack + i + 3] - step * changes[fromChange + i + 3]);
            s0 += r0 * r0;
            s1 += r1 * r1;
            s2 += r2 * r2;
            s3 += r3 * r3;
        }
        double total = (double) s0 + s1 + s2 + s3;
        for (; i < n; i++) {
            float r = Math.max(0f, slacks[fromSlack + i] - step * changes[fromChange + i]);
            total += r * r;
        }
        return total;
    }
}
