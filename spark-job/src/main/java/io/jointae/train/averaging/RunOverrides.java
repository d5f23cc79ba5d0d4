package io.jointae.train.averaging;

import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.BroadcastShard;
import java.util.Optional;

/**
 * How a run that shares work with other runs, such as a trial of a sweep, differs from a run of its own.
 *
 * @param start the state to start from if there is no checkpoint; empty for the initial state
 * @param data the data of a run with one worker; empty if the run reads its data itself
 * @param stopAfter the epoch after which the run stops without writing a model; empty to train to the end
 * @param together the runs whose rounds are computed with those of this run, which has one worker and shares their data;
 *     empty for none
 */
public record RunOverrides(
        Optional<TrainingState> start,
        Optional<BroadcastShard> data,
        Optional<StopAfter> stopAfter,
        Optional<RunsTogether> together) {

    /** Overrides nothing. */
    public static final RunOverrides NONE =
            new RunOverrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
