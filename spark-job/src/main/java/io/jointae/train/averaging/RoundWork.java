package io.jointae.train.averaging;

import java.io.Serializable;

/**
 * Which local steps a round consists of: whole epochs, or batches of one epoch.
 *
 * @param firstEpoch index within the phase, from 0
 * @param epochs how many; 1 where batches are counted
 * @param firstBatch of the epoch, from 0
 * @param batches of each worker; {@link Integer#MAX_VALUE} for all there are
 * @param evaluate whether a worker evaluates clean costs itself after an epoch: it may where it is alone
 */
record RoundWork(int firstEpoch, int epochs, int firstBatch, int batches, boolean evaluate) implements Serializable {

    RoundWork {
        if (epochs < 1 || batches < 1 || (epochs > 1 && firstBatch > 0)) {
            throw new IllegalArgumentException("a round of " + epochs + " epochs, " + batches + " batches");
        }
    }

    static RoundWork epochs(int first, int count) {
        return new RoundWork(first, count, 0, Integer.MAX_VALUE, true);
    }

    static RoundWork batches(int epoch, int first, int count) {
        return new RoundWork(epoch, 1, first, count, false);
    }
}
