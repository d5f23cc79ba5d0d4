package io.jointae.stack;

import java.io.Serializable;

/**
 * A trained, or initial, stack: its architecture and its flat parameters in the order of {@link ParameterLayout}.
 * The parameters belong to this value; callers leave them as they are.
 */
public record StackModel(Architecture architecture, float[] parameters) implements Serializable {

    public StackModel {
        int size = new ParameterLayout(architecture).size();
        if (parameters.length != size) {
            throw new IllegalArgumentException("parameters: " + parameters.length + " values, not " + size);
        }
    }

    /** An untrained stack. */
    public static StackModel initial(Architecture architecture, long seed) {
        return new StackModel(architecture, WeightInitializer.parameters(architecture, seed));
    }

    /** The lowest {@code depth} layers alone. */
    public StackModel bottom(int depth) {
        Architecture bottom = architecture.bottom(depth);
        return new StackModel(bottom, java.util.Arrays.copyOf(parameters, new ParameterLayout(bottom).size()));
    }
}
