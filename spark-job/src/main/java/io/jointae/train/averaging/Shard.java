package io.jointae.train.averaging;

import io.jointae.stack.Examples;
import java.io.Serializable;

/**
 * The data that one worker holds during a run.
 *
 * @param worker the index of the worker, from 0
 * @param train its training examples
 * @param valid its part of the validation examples; may be empty
 */
record Shard(int worker, Examples train, Examples valid) implements Serializable {

    private static final int SAMPLE_WITHOUT_VALIDATION = 1000;

    /**
     * Returns the number of training examples, counted from the first, on which the training curve is evaluated: as many
     * as there are validation examples.
     */
    int trainSample() {
        int wanted = valid.size() > 0 ? valid.size() : SAMPLE_WITHOUT_VALIDATION;
        return Math.min(wanted, train.size());
    }

    /** Returns the number of batches per epoch; the last one may be smaller. */
    int batches(int batchSize) {
        return (train.size() + batchSize - 1) / batchSize;
    }
}
