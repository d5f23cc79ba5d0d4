package io.jointae.data.source;

/**
 * Converts short decimal numbers to the nearest float, as in W. Clinger, "How to read floating point numbers accurately"
 * (1990): if the digits and the power of ten are exact in a double, one multiplication or division rounds correctly.
 */
final class DecimalParser {

    /** The number of digits that a long holds without overflow. */
    static final int SAFE_DIGITS = 18;

    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    /** The bits of a double that a float does not have. */
    private static final long DROPPED = (1L << 29) - 1;

    /** The value of these bits half way between two floats. */
    private static final long HALF_WAY = 1L << 28;

    private DecimalParser() {}

    /**
     * Returns {@code digits * 10^exponent}, rounded once, or NaN if this method cannot round it correctly.
     *
     * @param digits the digits as a number that is not negative
     * @param exponent the power of ten
     */
    static float toFloat(long digits, int exponent) {
        if (digits >= EXACT_IN_DOUBLE || exponent < -22 || exponent > 22) {
            return Float.NaN;
        }
        double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
        boolean twiceRounded = (Double.doubleToRawLongBits(value) & DROPPED) == HALF_WAY;
        boolean normal = value == 0 || value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE;
        return twiceRounded || !normal ? Float.NaN : (float) value;
    }
}
