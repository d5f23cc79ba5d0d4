package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.Updater;
import io.jointae.stack.engine.Arithmetic;
import java.io.Serializable;
import java.util.Objects;

/**
 * How the training steps of a run are taken.
 *
 * @param updater the rule that turns a gradient into a change of the parameters
 * @param batchSize the number of examples per step of a worker, at least 1
 * @param shuffle whether each epoch takes the examples in a new order; otherwise they are taken in the order of their ids
 * @param seed the seed of the initial weights, the corruption and the order of the examples
 * @param warmUpSteps the number of steps at the start of each phase over which the learning rate rises; 0 for none
 * @param shuffleLimit the size of the training data of all workers in MiB, at 4 bytes per value, up to which a new order
 *     is one permutation of a worker's examples; larger data are ordered block by block
 * @param arithmetic the library and the precision that compute the steps
 */
@DefaultSerializer(JavaSerializer.class)
public record StepSettings(
        Updater updater,
        int batchSize,
        boolean shuffle,
        long seed,
        int warmUpSteps,
        int shuffleLimit,
        Arithmetic arithmetic)
        implements Serializable {

    /** The default of {@link #shuffleLimit}. It fits an executor with the memory that Spark gives by default. */
    public static final int SHUFFLE_LIMIT = 512;

    public StepSettings {
        Objects.requireNonNull(updater, "updater");
        Objects.requireNonNull(arithmetic, "arithmetic");
        if (batchSize < 1) {
            throw InvalidInputException.ofField(
                    "batch-size", "%d is invalid: it must be a whole number of 1 or more.", batchSize);
        }
        if (warmUpSteps < 0) {
            throw InvalidInputException.ofField(
                    "warm-up-steps", "%d is invalid: it must be a whole number of 0 or more.", warmUpSteps);
        }
        if (shuffleLimit < 0) {
            throw InvalidInputException.ofField(
                    "shuffle-limit", "%d is invalid: it must be a whole number of 0 or more.", shuffleLimit);
        }
    }

    /** Describes steps that ND4J computes in single precision. */
    public StepSettings(Updater updater, int batchSize, boolean shuffle, long seed, int warmUpSteps, int shuffleLimit) {
        this(updater, batchSize, shuffle, seed, warmUpSteps, shuffleLimit, Arithmetic.DEFAULT);
    }

    /** Describes steps with the default limit of the shuffle. */
    public StepSettings(Updater updater, int batchSize, boolean shuffle, long seed, int warmUpSteps) {
        this(updater, batchSize, shuffle, seed, warmUpSteps, SHUFFLE_LIMIT);
    }

    /** Describes steps without a warm-up. */
    public StepSettings(Updater updater, int batchSize, boolean shuffle, long seed) {
        this(updater, batchSize, shuffle, seed, 0);
    }

    /** Returns whether training data of this size are shuffled as a whole, and not block by block. */
    public boolean shufflesAsAWhole(long rows, int width) {
        return rows * width * Float.BYTES <= (long) shuffleLimit << 20;
    }

    /**
     * Returns the factor of the learning rate of a step, which rises linearly from {@code 1 / warmUpSteps} to 1.
     *
     * @param step the index of the step of a worker within its phase, from 0
     */
    public double rateFactor(long step) {
        return step < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;
    }
}
