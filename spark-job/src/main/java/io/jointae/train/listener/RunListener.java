package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRates;
import java.util.Optional;

/**
 * Reacts to the events of a training run. The methods are called on the driver, in the order of the events. An exception
 * stops the run.
 *
 * @see AveragingMaster
 */
public interface RunListener {

    /** Called before the first round of a run, or of a resumed run. */
    default void onStart(TrainingPlan plan, TrainingState state) {}

    /**
     * Called after every epoch.
     *
     * @param state the state after the round in which the epoch ended
     */
    default void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {}

    /**
     * Called after every round of several workers, before the other methods.
     *
     * @param rates the speed of each worker in this round
     */
    default void onWorkerRates(TrainingPlan plan, TrainingState state, WorkerRates rates) {}

    /** Called after every round. No work is in progress, so the state can be stored. */
    default void onRoundEnd(TrainingPlan plan, TrainingState state) {}

    /**
     * Returns the last state that this listener stored, from which training can go on if executors lose the optimizer
     * states that workers keep. Only a state with such optimizer states is needed.
     */
    default Optional<TrainingState> lastStored() {
        return Optional.empty();
    }

    /** Called in place of {@link #onFinish} if a round or a listener throws. The exception stops the run afterwards. */
    default void onFailure(TrainingPlan plan) {}

    /** Called in place of {@link #onFinish} if the run stops before its end, to be resumed later. */
    default void onPause(TrainingPlan plan, TrainingState state) {}

    /** Called after the last round of the plan. */
    default void onFinish(TrainingPlan plan, TrainingState state) {}
}
