package io.jointae.encode;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import java.io.Serializable;

/**
 * What is computed for each row.
 *
 * @param layer whose code is the features: 1 for the lowest, the depth for the top; reconstructions go through it
 * @param reconstruction whether the row's reconstruction is wanted
 * @param error whether the reconstruction's cost is wanted
 * @param input whether the row's own values are handed on, which saves carrying them
 */
public record ScoringOutputs(int layer, boolean reconstruction, boolean error, boolean input) implements Serializable {

    /** @throws InvalidInputException if the stack has no such layer */
    public ScoringOutputs check(Architecture architecture) {
        if (layer < 1 || layer > architecture.depth()) {
            throw InvalidInputException.of(
                    "layer %d: the model has %d; give 1 to %d", layer, architecture.depth(), architecture.depth());
        }
        return this;
    }
}
