package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import java.io.Serializable;

/**
 * Says what is computed for each row.
 *
 * @param layer the layer whose code becomes the features and from which a row is reconstructed: 1 is the lowest, the
 *     depth of the stack is the top one
 * @param reconstruction whether to return the reconstruction of the row
 * @param error whether to return the cost of the reconstruction
 */
@DefaultSerializer(JavaSerializer.class)
public record ScoringOutputs(int layer, boolean reconstruction, boolean error) implements Serializable {

    /**
     * Returns this value after checking it against a stack.
     *
     * @throws InvalidInputException if the stack has no such layer
     */
    public ScoringOutputs check(Architecture architecture) {
        if (layer < 1 || layer > architecture.depth()) {
            throw InvalidInputException.ofField(
                    "layer", "%d does not exist: choose 1 to %d.", layer, architecture.depth());
        }
        return this;
    }
}
