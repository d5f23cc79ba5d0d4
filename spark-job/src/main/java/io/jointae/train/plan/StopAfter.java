package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;

/**
 * Where a run stops for a while: the state there, optimizer and all, is kept as a checkpoint, and a run that
 * resumes takes the steps that it would have taken without the pause.
 *
 * @param phase index in the plan
 * @param epoch epochs of it that are then complete, at least 1
 */
public record StopAfter(int phase, int epoch) {

    /** None. */
    public static final StopAfter NEVER = new StopAfter(Integer.MAX_VALUE, 1);

    public StopAfter {
        if (epoch < 1) {
            throw InvalidInputException.of("a pause after epoch %d: must be 1 or more", epoch);
        }
    }

    /** Whether a state is there, or beyond. */
    public boolean reached(TrainingState state) {
        return state.phase() > phase || state.phase() == phase && state.epoch() >= epoch;
    }

    /** Epochs of a phase until its end or the pause. */
    public int until(Phase of, int index) {
        return index == phase ? Math.min(epoch, of.epochs()) : of.epochs();
    }
}
