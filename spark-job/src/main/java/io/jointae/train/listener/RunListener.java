package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;

/**
 * Reacts to what training announces, on the driver and in order. An exception stops the run.
 *
 * @see AveragingMaster
 */
public interface RunListener {

    /** Before the first round, or after a resume. */
    default void started(TrainingPlan plan, TrainingState state) {}

    /** After an epoch; its record is the last of the state's history. */
    default void epoch(TrainingPlan plan, TrainingState state, EpochRecord record) {}

    /** After each round: nothing else is under way, so this state can be stored. */
    default void round(TrainingPlan plan, TrainingState state) {}

    /** Instead of {@link #finished} where the run stops before its end, to go on another time. */
    default void paused(TrainingPlan plan, TrainingState state) {}

    /** After the last round. */
    default void finished(TrainingPlan plan, TrainingState state) {}
}
