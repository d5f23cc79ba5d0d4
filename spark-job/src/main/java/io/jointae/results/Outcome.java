package io.jointae.results;

import java.util.Objects;

/** The outcome of a cell: a value was measured, the attempt failed, or a sweep stopped the trial early. */
public sealed interface Outcome permits Measurement, Outcome.Failed, Outcome.Pruned {

    /** Returns the wall time in seconds that went into the cell. */
    double seconds();

    /** Returns in one line why there is no value; null for a measurement. The store's column {@code failure} holds it. */
    String failure();

    /** Returns the outcome whose {@link #failure} is the given text. */
    static Outcome unmeasured(String failure, double seconds) {
        return failure.startsWith(Pruned.PREFIX)
                ? new Pruned(failure.substring(Pruned.PREFIX.length()), seconds)
                : new Failed(failure, seconds);
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

        /** The store has one column for failed and pruned cells: this marks the pruned ones there. */
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
