package io.jointae.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A linear axis whose ends and ticks are round numbers.
 *
 * @param step between ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {

    /**
     * The narrowest such axis that holds the range in about so many steps.
     *
     * @throws IllegalArgumentException if an end is not finite
     */
    static Axis over(double low, double high, int steps) {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException("no axis from " + low + " to " + high);
        }
        double range = high > low ? high - low : Math.max(Math.abs(high), 1);
        double raw = range / steps;
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

    /** Where a value lies, 0 at the low end and 1 at the high end. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    double[] ticks() {
        int count = (int) Math.round((high - low) / step) + 1;
        double[] ticks = new double[count];
        for (int i = 0; i < count; i++) {
            ticks[i] = low + i * step;
        }
        return ticks;
    }

    /** With the decimals that tell ticks apart. */
    String print(double tick) {
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0 : tick);
    }
}
