package io.jointae.train;

import java.util.Optional;

/**
 * How a run among others departs from one alone.
 *
 * @param start where to start where there is no checkpoint; empty for the beginning
 * @param data of its dataset, for a run of one worker; empty to read them itself
 * @param pause where to stop, without writing a model; empty to go on to the end
 */
public record SharedRun(Optional<TrainingState> start, Optional<SharedShard> data, Optional<Pause> pause) {

    /** Departs in nothing. */
    static final SharedRun ALONE = new SharedRun(Optional.empty(), Optional.empty(), Optional.empty());
}
