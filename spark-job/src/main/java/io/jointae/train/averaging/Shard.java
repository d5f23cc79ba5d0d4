package io.jointae.train.averaging;

import io.jointae.stack.Examples;
import java.io.Serializable;

/**
 * What one worker holds for the length of a run.
 *
 * @param worker index, from 0
 * @param train its examples
 * @param valid its part of the validation examples, perhaps none
 */
record Shard(int worker, Examples train, Examples valid) implements Serializable {

    private static final int SAMPLE_WITHOUT_VALIDATION = 1000;

    /** Training examples, the first ones, over which the training curve is taken: as many as for validation. */
    int trainSample() {
        int wanted = valid.size() > 0 ? valid.size() : SAMPLE_WITHOUT_VALIDATION;
        return Math.min(wanted, train.size());
    }

    int batches(int batchSize) {
        return (train.size() + batchSize - 1) / batchSize;
    }
}
