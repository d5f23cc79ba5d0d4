package io.jointae.stack;

import io.jointae.base.InvalidInputException;

/**
 * The positions of a stack's parameters in one flat vector. Each layer has the encoder weights {@code W [in, out]},
 * the encoder bias {@code b [out]}, the decoder bias {@code c [in]} and, if weights are not tied, the decoder weights
 * {@code V [in, out]}. Matrices are in Fortran order, so that the weights of a unit are contiguous. The layers follow
 * each other from the lowest up, so that a layer has the same position in a deeper stack.
 */
public final class ParameterLayout {

    /**
     * The positions of one layer's parameters in the flat vector.
     *
     * @param in number of inputs of the layer
     * @param out number of units of the layer
     * @param w index of the first encoder weight
     * @param b index of the first encoder bias
     * @param c index of the first decoder bias
     * @param v index of the first decoder weight; equal to {@code w} where weights are tied
     * @param end index after the layer's last parameter
     */
    public record Part(int in, int out, long w, long b, long c, long v, long end) {}

    /** The largest number of parameters: 2 GiB of floats, the largest buffer of Java in bytes. */
    public static final int MOST_PARAMETERS = Integer.MAX_VALUE / Float.BYTES;

    private final Part[] parts;

    /**
     * Computes the layout of an architecture's parameters.
     *
     * @throws InvalidInputException if they are more than {@link #MOST_PARAMETERS}
     */
    public ParameterLayout(Architecture architecture) {
        parts = new Part[architecture.depth()];
        long position = 0;
        for (int i = 0; i < parts.length; i++) {
            int in = architecture.width(i);
            int out = architecture.width(i + 1);
            long w = position;
            long b = w + (long) in * out;
            long c = b + out;
            long v = architecture.tied() ? w : c + in;
            position = architecture.tied() ? c + in : v + (long) in * out;
            parts[i] = new Part(in, out, w, b, c, v, position);
            if (position > MOST_PARAMETERS) {
                throw InvalidInputException.ofField(
                        "hidden",
                        "gives the lowest %d of %d layers %d parameters for %d inputs, and a model has at most %d: choose fewer"
                                + " units or layers, or fewer features.",
                        i + 1,
                        parts.length,
                        position,
                        architecture.inputs(),
                        MOST_PARAMETERS);
            }
        }
    }

    /** Returns the positions of layer {@code layer}, where 0 is the lowest. */
    public Part part(int layer) {
        return parts[layer];
    }

    /** Returns the number of layers. */
    public int depth() {
        return parts.length;
    }

    /** Returns the number of parameters of all layers. */
    public int size() {
        return (int) parts[parts.length - 1].end();
    }

    /** Returns the index of a layer's first parameter. */
    public int start(int layer) {
        return (int) parts[layer].w();
    }

    /** Returns the index after a layer's last parameter. */
    public int end(int layer) {
        return (int) parts[layer].end();
    }
}
