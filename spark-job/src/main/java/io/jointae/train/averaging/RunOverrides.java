package io.jointae.train.averaging;

import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingState;
import java.util.Optional;

/**
 * How a run among others departs from one alone.
 *
 * @param start where to start where there is no checkpoint; empty for the beginning
 * @param data of its dataset, for a run of one worker; empty to read them itself
 * @param pause where to stop, without writing a model; empty to go on to the end
 */
public record RunOverrides(Optional<TrainingState> start, Optional<SharedShard> data, Optional<StopAfter> pause) {

    /** Departs in nothing. */
    public static final RunOverrides ALONE = new RunOverrides(Optional.empty(), Optional.empty(), Optional.empty());
}
