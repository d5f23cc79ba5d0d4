package io.jointae.model;

import java.io.Serializable;

/**
 * A trained, or initial, stack: its architecture and its flat parameters in the order of {@link Layout}.
 * The parameters belong to this value; callers leave them as they are.
 */
public record StackedAutoEncoder(Architecture architecture, float[] parameters) implements Serializable {

    public StackedAutoEncoder {
        int size = new Layout(architecture).size();
        if (parameters.length != size) {
            throw new IllegalArgumentException("parameters: " + parameters.length + " values, not " + size);
        }
    }

    /** An untrained stack. */
    public static StackedAutoEncoder initial(Architecture architecture, long seed) {
        return new StackedAutoEncoder(architecture, Initialiser.parameters(architecture, seed));
    }

    /** The lowest {@code depth} layers alone. */
    public StackedAutoEncoder bottom(int depth) {
        Architecture bottom = architecture.bottom(depth);
        return new StackedAutoEncoder(bottom, java.util.Arrays.copyOf(parameters, new Layout(bottom).size()));
    }
}
