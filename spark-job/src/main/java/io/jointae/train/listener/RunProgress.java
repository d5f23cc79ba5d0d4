package io.jointae.train.listener;

import java.util.Objects;

/**
 * How far a training run is, for people.
 *
 * @param run the name of the run, for example {@code rect DAE-2J}
 * @param text one line that begins with the name: the epoch, the costs, the speed and the remaining time
 * @param share the part of all epochs that is complete, from 0 to 1
 * @param phaseEnded whether the epoch is the last one of its phase
 */
public record RunProgress(String run, String text, double share, boolean phaseEnded) {

    public RunProgress {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(text, "text");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of the complete epochs is " + share + ", not from 0 to 1.");
        }
    }
}
