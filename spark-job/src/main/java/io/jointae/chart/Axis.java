package io.jointae.chart;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A linear axis whose ends and ticks are round numbers.
 *
 * @param low the value at the low end
 * @param high the value at the high end, greater than {@code low}
 * @param step the distance between two ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {

    /**
     * Returns the narrowest axis that contains a range in about the given number of steps.
     *
     * @param low the smallest value to show
     * @param high the largest value to show
     * @param steps the wanted number of steps
     * @param smallest the smallest step: 1 for whole numbers, 0 for any numbers
     * @throws IllegalArgumentException if an end of the range is not finite
     */
    static Axis over(double low, double high, int steps, int smallest) {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("an axis cannot reach from " + low + " to " + high);
        }
        double range = high > low ? high - low : Math.max(Math.abs(high), 1);
        double raw = Math.max(range / steps, smallest);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power
                * DoubleStream.of(1, 2, 5, 10)
                        .filter(round -> round * power >= raw * (1 - 1e-9))
                        .findFirst()
                        .orElse(10);
        return new Axis(
                Math.floor(low / step) * step,
                Math.max(Math.ceil(high / step), Math.floor(low / step) + 1) * step,
                step);
    }

    /** Returns the position of a value on the axis: 0 at the low end, 1 at the high end. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    /** Returns the ticks in ascending order, both ends included. */
    double[] ticks() {
        int count = (int) Math.round((high - low) / step) + 1;
        double[] ticks = new double[count];
        for (int i = 0; i < count; i++) {
            ticks[i] = low + i * step;
        }
        return ticks;
    }

    /** Formats a tick with commas between thousands, and with as many decimals as distinguish it from the next one. */
    String print(double tick) {
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", tick == 0 ? 0 : tick);
    }
}
