package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;

/**
 * How replicas are averaged. Parameters are always averaged by examples seen.
 *
 * @param workers replicas, one a partition of the data
 * @param frequency batches of each worker between two averagings; 0 for a whole epoch. With one worker there
 *     is nothing to average and rounds are cut by time
 * @param state what becomes of the optimizer's state
 */
public record Averaging(int workers, int frequency, State state) implements Serializable {

    public enum State {
        /** Averaged as the parameters are. */
        AVERAGE,
        /** Each worker keeps its own; the driver only holds it between rounds. */
        KEEP
    }

    public static final Averaging SINGLE = new Averaging(1, 0, State.AVERAGE);

    public Averaging {
        if (workers < 1) {
            throw InvalidInputException.ofField(
                    "workers", "%d is invalid: it must be a whole number of 1 or more.", workers);
        }
        if (frequency < 0) {
            throw InvalidInputException.ofField(
                    "averaging-frequency", "%d is invalid: it must be a whole number of 0 or more.", frequency);
        }
    }

    /** @throws InvalidInputException where some worker would have no data */
    public void check(long examples) {
        if (workers > examples) {
            throw InvalidInputException.ofField(
                    "workers", "%d is more than the %d training examples: choose fewer workers.", workers, examples);
        }
    }
}
