package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * Groups of sums that have the same bits in whatever order their terms are added. Every term is rounded to a multiple of
 * the unit of its group, and the multiples are added as whole numbers. The unit is a power of two, at most {@code 2^-61}
 * of the bound that no sum of the group exceeds.
 */
@DefaultSerializer(JavaSerializer.class)
final class ExactSums implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The unit of the second part of a fine sum, relative to the unit of the first part. */
    private static final double FINE = 0x1p-40;

    private final int size;

    /** {@code [groups]}, the inverse of each unit. */
    private final double[] scales;

    /** {@code [groups, size]}, multiples of the units. */
    private final long[] sums;

    /** {@code [groups, size]}, multiples of {@link #FINE} units; null unless the sums are fine. */
    private final long[] fineSums;

    /**
     * Creates sums of zero.
     *
     * @param bounds {@code [groups]}, a value for each group that no absolute value of its sums or their partial sums
     *     exceeds
     * @param size number of sums per group
     * @param fine whether to keep what is left of the terms after rounding, up to {@code 2^-40} units
     */
    ExactSums(double[] bounds, int size, boolean fine) {
        this.size = size;
        scales = new double[bounds.length];
        for (int g = 0; g < scales.length; g++) {
            scales[g] = Math.scalb(1.0, 61 - Math.getExponent(Math.max(bounds[g], 1e-100)));
        }
        sums = new long[bounds.length * size];
        fineSums = fine ? new long[sums.length] : null;
    }

    /**
     * Adds a term to one sum.
     *
     * @throws ArithmeticException if the term is not a number or exceeds the bound of its group
     */
    void add(int group, int index, double term) {
        double multiple = term * scales[group];
        if (!(Math.abs(multiple) <= 0x1p62)) {
            throw new ArithmeticException("The sum of " + term + " exceeds " + 0x1p62 / scales[group] + ".");
        }
        double rounded = Math.rint(multiple);
        sums[group * size + index] += (long) rounded;
        if (fineSums != null) {
            fineSums[group * size + index] += (long) Math.rint((multiple - rounded) / FINE);
        }
    }

    /**
     * Adds a term to every sum of a group.
     *
     * @param terms the terms, from the index {@code from} on
     */
    void addAll(int group, float[] terms, int from) {
        for (int i = 0; i < size; i++) {
            add(group, i, terms[from + i]);
        }
    }

    /** Adds other sums of the same shape and bounds to these sums, in place, and returns this. */
    ExactSums plus(ExactSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        for (int i = 0; fineSums != null && i < sums.length; i++) {
            fineSums[i] += other.fineSums[i];
        }
        return this;
    }

    /** Returns one sum. */
    double sum(int group, int index) {
        int i = group * size + index;
        return (fineSums == null ? sums[i] : sums[i] + fineSums[i] * FINE) / scales[group];
    }

    /** Returns the sums of several groups, one group after the other. */
    double[] sums(int fromGroup, int groups) {
        double[] values = new double[groups * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = sum(fromGroup + i / size, i % size);
        }
        return values;
    }

    /** Returns all sums in single precision, one group after the other. */
    float[] floats() {
        float[] values = new float[sums.length];
        for (int g = 0, i = 0; g < scales.length; g++) {
            for (int k = 0; k < size; k++, i++) {
                values[i] = (float) sum(g, k);
            }
        }
        return values;
    }
}
