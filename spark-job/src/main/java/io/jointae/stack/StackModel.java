package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A stack and the values of its parameters, trained or initial.
 *
 * @param architecture the shape, the loss and the regularizers
 * @param parameters flat, in the order of {@link ParameterLayout}; the array belongs to this value and must not be
 *     changed
 */
@DefaultSerializer(JavaSerializer.class)
public record StackModel(Architecture architecture, float[] parameters) implements Serializable {

    public StackModel {
        int size = new ParameterLayout(architecture).size();
        if (parameters.length != size) {
            throw new IllegalArgumentException(
                    "parameters has " + parameters.length + " values, but the architecture has " + size + ".");
        }
    }

    /** Returns an untrained stack, see {@link WeightInitializer}. */
    public static StackModel initial(Architecture architecture, long seed) {
        return new StackModel(architecture, WeightInitializer.parameters(architecture, seed));
    }

    /** Returns the lowest {@code depth} layers with their parameters. */
    public StackModel bottom(int depth) {
        Architecture bottom = architecture.bottom(depth);
        return new StackModel(bottom, Arrays.copyOf(parameters, new ParameterLayout(bottom).size()));
    }
}
