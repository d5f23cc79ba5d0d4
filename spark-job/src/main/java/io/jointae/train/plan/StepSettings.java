package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Updater;
import java.io.Serializable;
import java.util.Objects;

/**
 * How the training steps of a run are taken.
 *
 * @param updater the rule that turns a gradient into a change of the parameters
 * @param batchSize the number of examples per step of a worker, at least 1
 * @param shuffle whether each epoch takes the examples in a new order; otherwise they are taken in the order of their ids
 * @param seed the seed of the initial weights, the corruption and the order of the examples
 */
public record StepSettings(Updater updater, int batchSize, boolean shuffle, long seed) implements Serializable {

    public StepSettings {
        Objects.requireNonNull(updater, "updater");
        if (batchSize < 1) {
            throw InvalidInputException.ofField(
                    "batch-size", "%d is invalid: it must be a whole number of 1 or more.", batchSize);
        }
    }
}
