package io.jointae.stack;

/**
 * Where each layer's parameters lie in the flat vector: per layer {@code W [in, out]}, {@code b [out]}
 * (encoder), {@code c [in]} (decoder) and, untied, {@code V [in, out]}; matrices in Fortran order, so
 * that one unit's weights are contiguous. The lower layers of a deeper stack lie where they lie in a
 * shallower one.
 */
public final class ParameterLayout {

    /** One layer's part: offsets into the flat vector. {@code v == w} where weights are tied. */
    public record Part(int in, int out, long w, long b, long c, long v, long end) {}

    private final Part[] parts;

    public ParameterLayout(Architecture architecture) {
        parts = new Part[architecture.depth()];
        long at = 0;
        for (int i = 0; i < parts.length; i++) {
            int in = architecture.width(i);
            int out = architecture.width(i + 1);
            long w = at;
            long b = w + (long) in * out;
            long c = b + out;
            long v = architecture.tied() ? w : c + in;
            at = architecture.tied() ? c + in : v + (long) in * out;
            parts[i] = new Part(in, out, w, b, c, v, at);
        }
        if (at > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException(at + " parameters: more than one array holds");
        }
    }

    public Part part(int layer) {
        return parts[layer];
    }

    public int depth() {
        return parts.length;
    }

    /** Number of parameters in all. */
    public int size() {
        return (int) parts[parts.length - 1].end();
    }

    /** First parameter of a layer. */
    public int start(int layer) {
        return (int) parts[layer].w();
    }

    /** One after the last parameter of a layer. */
    public int end(int layer) {
        return (int) parts[layer].end();
    }
}
