package io.jointae.evaluate.svm.newton;

/**
 * The minimum of {@code f(t) = |w + t d|^2 / 2 + C sum max(0, r - t c)^2} along a direction d, where r are the slacks
 * {@code 1 - y x'w} and c their decreases {@code y x'd}. The derivative f' is continuous, piecewise linear and increasing,
 * so Newton's method on f' ends at its zero after a few steps; an interval around the zero keeps it from leaving.
 */
final class ExactLineSearch {

    private static final int MAX_STEPS = 30;

    /** The change of t, relative to t, below which the search ends: near the precision of the slacks. */
    private static final double PRECISION = 1e-6;

    private ExactLineSearch() {}

    /**
     * Returns the minimizing t.
     *
     * @param slope {@code w'd}
     * @param curvature {@code d'd}, positive
     * @param cost C
     * @param slacks {@code [rows]}, r
     * @param decreases {@code [rows]}, c
     * @param stride distance between the rows that count
     */
    static double minimum(double slope, double curvature, double cost, float[] slacks, float[] decreases, int stride) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double t = 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            double first = 0;
            double second = 0;
            float at = (float) t;
            for (int i = 0; i < slacks.length; i += stride) {
                float decrease = decreases[i];
                float slack = slacks[i] - at * decrease;
                if (slack > 0) {
                    first += (double) slack * decrease;
                    second += (double) decrease * decrease;
                }
            }
            double derivative = slope + t * curvature - 2 * cost * first;
            if (derivative > 0) {
                high = t;
            } else {
                low = t;
            }
            double next = t - derivative / (curvature + 2 * cost * second);
            if (!(next > low && next < high)) {
                next = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
            }
            if (Math.abs(next - t) <= PRECISION * t) {
                return next;
            }
            t = next;
        }
        return t;
    }
}
