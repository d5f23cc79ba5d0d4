package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * The averaging of the replicas of several workers. Their parameters are weighted by the number of examples that each
 * worker trained on.
 *
 * @param workers the number of workers, at least 1; each trains a replica on one partition of the data
 * @param frequency the number of batches of each worker between two averagings; 0 averages once per epoch. A single
 *     worker has nothing to average, and its rounds are measured by time
 * @param state the treatment of the optimizer state
 * @param outer the rule by which the parameters change at an averaging; the plain average for a single worker
 */
@DefaultSerializer(JavaSerializer.class)
public record Averaging(int workers, int frequency, State state, OuterOptimizer outer) implements Serializable {

    /** The treatment of the optimizer state when parameters are averaged. */
    public enum State {
        /** The optimizer state is averaged like the parameters. */
        AVERAGE,
        /** Each worker keeps its own optimizer state. The executors hold it between rounds. */
        KEEP
    }

    /** A single worker. */
    public static final Averaging SINGLE = new Averaging(1, 0, State.AVERAGE);

    public Averaging {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(outer, "outer");
        if (workers < 1) {
            throw InvalidInputException.ofField(
                    "workers", "%d is invalid: it must be a whole number of 1 or more.", workers);
        }
        if (frequency < 0) {
            throw InvalidInputException.ofField(
                    "averaging-frequency", "%d is invalid: it must be a whole number of 0 or more.", frequency);
        }
        if (workers == 1 && outer.rule() != OuterOptimizer.Rule.AVERAGE) {
            throw InvalidInputException.ofField(
                    "outer-optimizer",
                    "%s needs 2 workers or more: set %s, or choose average.",
                    outer.rule().name().toLowerCase(Locale.ROOT),
                    FieldName.of("workers"));
        }
    }

    /** Describes plain averaging. */
    public Averaging(int workers, int frequency, State state) {
        this(workers, frequency, state, OuterOptimizer.AVERAGE);
    }

    /**
     * Checks that every worker has an example to train on.
     *
     * @param examples the number of training examples
     * @throws InvalidInputException if there are more workers than examples
     */
    public void check(long examples) {
        if (workers > examples) {
            throw InvalidInputException.ofField(
                    "workers", "%d is more than the %d training examples: choose fewer workers.", workers, examples);
        }
    }
}
