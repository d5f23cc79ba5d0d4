package io.jointae.results;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outcome of a cell: a value was measured, training diverged, the attempt failed, or a sweep stopped the trial early.
 */
public sealed interface Outcome permits Measurement, Outcome.Diverged, Outcome.Failed, Outcome.Pruned {

    /** Returns the wall time in seconds that went into the cell. */
    double seconds();

    /** Returns in one line why there is no value; null for a measurement. The store's column {@code failure} holds it. */
    String failure();

    /** Returns the outcome whose {@link #failure} is the given text. */
    static Outcome unmeasured(String failure, double seconds) {
        if (failure.startsWith(Pruned.PREFIX)) {
            return new Pruned(failure.substring(Pruned.PREFIX.length()), seconds);
        }
        // Version 0.1.0 stored a divergence as a failure, with the name of the model in front.
        Matcher diverged = Diverged.FORM.matcher(failure);
        return diverged.find()
                ? new Diverged(failure.substring(diverged.start() + Diverged.PREFIX.length()), seconds)
                : new Failed(failure, seconds);
    }

    /**
     * The training cost of the setting exploded, or that of its fine-tuning. Training is deterministic, so the cell has this outcome for good: a sweep
     * that resumes does not train it again.
     *
     * @param reason one line that begins with the epoch and the phase, such as {@code in epoch 3 of phase 1: its cost is
     *     NaN.}; for a fine-tuning, {@code in epoch 1 of fine-tuning: ...}
     * @param seconds wall time until the divergence
     */
    record Diverged(String reason, double seconds) implements Outcome {

        /** The store has one column for all cells without a value: this marks the diverged ones there. */
        private static final String PREFIX = "diverged ";

        private static final Pattern FORM =
                Pattern.compile("\\b" + PREFIX + "in epoch \\d+ of (phase \\d+|fine-tuning):");

        public Diverged {
            if (!FORM.matcher(PREFIX + reason).lookingAt()) {
                throw new IllegalArgumentException("The reason of a divergence names no epoch: " + reason);
            }
        }

        @Override
        public String failure() {
            return PREFIX + reason;
        }
    }

    /**
     * The training or the evaluation failed; a sweep that resumes tries the cell again.
     *
     * @param failure one line that says why there is no value
     * @param seconds wall time until the failure
     */
    record Failed(String failure, double seconds) implements Outcome {
        public Failed {
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * Successive halving stopped the trial because other settings did better; nothing went wrong.
     *
     * @param reason one line that names the halving, the round and the comparison
     * @param seconds wall time that this run spent on the cell
     */
    record Pruned(String reason, double seconds) implements Outcome {

        /** The store has one column for all cells without a value: this marks the pruned ones there. */
        private static final String PREFIX = "pruned ";

        public Pruned {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String failure() {
            return PREFIX + reason;
        }
    }
}
