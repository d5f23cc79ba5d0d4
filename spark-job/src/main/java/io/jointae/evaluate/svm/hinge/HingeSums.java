package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The sums that a pass over rows computes.
 *
 * @param vectors one vector per group
 * @param numbers fine sums
 */
@DefaultSerializer(JavaSerializer.class)
record HingeSums(ExactSums vectors, ExactSums numbers) implements Serializable {

    /**
     * The shape of the sums of a pass.
     *
     * @param vectorBounds {@code [vectors]}, bounds of the elements of each vector
     * @param length number of elements per vector
     * @param numberBounds {@code [groups]}, bounds of the numbers of each group
     * @param numbers count of numbers per group
     */
    @DefaultSerializer(JavaSerializer.class)
    record Shape(double[] vectorBounds, int length, double[] numberBounds, int numbers) implements Serializable {

        private static final double[] NONE = {};

        /** Returns the shape of vectors without other numbers. */
        static Shape ofVectors(double[] bounds, int length) {
            return new Shape(bounds, length, NONE, 0);
        }

        /** Returns the shape of numbers without vectors. */
        static Shape ofNumbers(double[] bounds, int numbers) {
            return new Shape(NONE, 0, bounds, numbers);
        }

        /** Returns sums of zero. */
        HingeSums zero() {
            return new HingeSums(
                    new ExactSums(vectorBounds, length, false), new ExactSums(numberBounds, numbers, true));
        }
    }

    /** Adds other sums to these sums, in place, and returns this. */
    HingeSums plus(HingeSums other) {
        vectors.plus(other.vectors);
        numbers.plus(other.numbers);
        return this;
    }
}
