package io.jointae.statistics;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The number, mean and squared deviations of many values. The moments of parts can be added (Chan, Golub and LeVeque
 * 1983).
 *
 * @param rows number of values
 * @param mean mean of the values; 0 if there are none
 * @param deviations sum of {@code (x - mean)^2}
 */
@DefaultSerializer(JavaSerializer.class)
public record Moments(long rows, double mean, double deviations) implements Serializable {

    /** The moments of no values. */
    public static final Moments NONE = new Moments(0, 0, 0);

    /** Returns the moments of the first {@code n} values. */
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

    /** Returns the moments of the values of both together. */
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
