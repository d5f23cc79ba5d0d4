package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;

/**
 * The epoch after which a run stops before its end. Its state, including that of the optimizer, is kept as a checkpoint.
 * A run that resumes from it takes the same steps as a run that never stopped.
 *
 * @param phase the index of the phase, from 0
 * @param epoch the number of epochs of this phase to complete, at least 1
 */
public record StopAfter(int phase, int epoch) {

    /** Lets a run go on to its end. */
    public static final StopAfter NEVER = new StopAfter(Integer.MAX_VALUE, 1);

    public StopAfter {
        if (epoch < 1) {
            throw InvalidInputException.ofField(
                    "epoch", "%d is invalid: it must be a whole number of 1 or more.", epoch);
        }
    }

    /** Returns whether a state has reached this epoch, or is beyond it. */
    public boolean reached(TrainingState state) {
        return state.phase() > phase || state.phase() == phase && state.epoch() >= epoch;
    }

    /**
     * Returns how many epochs of a phase run before the stop: all of them if the stop is in another phase.
     *
     * @param current the phase
     * @param index the index of the phase, from 0
     */
    public int epochsOf(Phase current, int index) {
        return index == phase ? Math.min(epoch, current.epochs()) : current.epochs();
    }
}
