package io.jointae.statistics;

import java.io.Serializable;

/**
 * Count, mean and squared deviations of many numbers, in parts that add up (Chan, Golub and LeVeque 1983).
 *
 * @param deviations sum of {@code (x - mean)^2}
 */
public record Moments(long rows, double mean, double deviations) implements Serializable {

    public static final Moments NONE = new Moments(0, 0, 0);

    /** Of the first {@code n} values. */
    public static Moments of(double[] values, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        double mean = n == 0 ? 0 : sum / n;
        double deviations = 0;
        for (int i = 0; i < n; i++) {
            deviations += (values[i] - mean) * (values[i] - mean);
        }
        return new Moments(n, mean, deviations);
    }

    /** Of both together. */
    public Moments plus(Moments other) {
        if (rows == 0 || other.rows == 0) {
            return rows == 0 ? other : this;
        }
        long all = rows + other.rows;
        double difference = other.mean - mean;
        return new Moments(
                all,
                mean + difference * other.rows / all,
                deviations + other.deviations + difference * difference * rows * other.rows / all);
    }
}
