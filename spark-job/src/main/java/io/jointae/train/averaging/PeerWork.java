package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * Consecutive rounds of one epoch, which workers that run at the same time take in one Spark job.
 *
 * @param epoch the index of the epoch within the phase, from 0
 * @param firstBatch the index of the first batch within the epoch, from 0
 * @param frequency the number of batches of each worker per round
 * @param rounds the number of rounds, at least 1
 * @param endsEpoch whether the last round ends the epoch
 */
@DefaultSerializer(JavaSerializer.class)
record PeerWork(int epoch, int firstBatch, int frequency, int rounds, boolean endsEpoch) implements Serializable {

    PeerWork {
        if (frequency < 1 || rounds < 1) {
            throw new IllegalArgumentException(rounds + " rounds of " + frequency + " batches are no work.");
        }
    }

    /**
     * Returns the next rounds of an epoch.
     *
     * @param batches the number of batches per epoch of the worker that has most
     * @param most the largest number of rounds, at least 1
     */
    static PeerWork of(int epoch, int firstBatch, int frequency, int batches, int most) {
        int left = Math.max(1, (batches - firstBatch + frequency - 1) / frequency);
        int rounds = Math.min(most, left);
        return new PeerWork(epoch, firstBatch, frequency, rounds, rounds == left);
    }

    /** Returns the work of one round, by its index from 0. */
    RoundWork round(int index) {
        return RoundWork.batches(epoch, firstBatch + index * frequency, frequency);
    }

    /** Returns the batch after the last round. */
    int endBatch() {
        return firstBatch + rounds * frequency;
    }
}
