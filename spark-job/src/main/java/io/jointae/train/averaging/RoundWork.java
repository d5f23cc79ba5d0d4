package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The local steps of a round: either whole epochs, or some batches of one epoch.
 *
 * @param firstEpoch the index of the first epoch within the phase, from 0
 * @param epochs the number of epochs; 1 if the round has only some batches
 * @param firstBatch the index of the first batch within the epoch, from 0
 * @param batches the number of batches of each worker; {@link Integer#MAX_VALUE} for all batches of the epoch
 * @param evaluate whether the worker evaluates reconstruction costs after its epochs, which only a single worker can:
 *     the costs of several workers are those of the averaged parameters
 */
@DefaultSerializer(JavaSerializer.class)
record RoundWork(int firstEpoch, int epochs, int firstBatch, int batches, boolean evaluate) implements Serializable {

    RoundWork {
        if (epochs < 1 || batches < 1 || (epochs > 1 && firstBatch > 0)) {
            throw new IllegalArgumentException("A round cannot have " + epochs + " epochs and " + batches
                    + " batches from batch " + firstBatch + ".");
        }
    }

    static RoundWork epochs(int first, int count) {
        return new RoundWork(first, count, 0, Integer.MAX_VALUE, true);
    }

    static RoundWork batches(int epoch, int first, int count) {
        return new RoundWork(epoch, 1, first, count, false);
    }
}
