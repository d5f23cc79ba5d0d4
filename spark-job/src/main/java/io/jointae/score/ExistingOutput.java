package io.jointae.score;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;

/** Decides what happens to an output, or an interrupted run, that exists. */
public enum ExistingOutput {
    /** The job is refused. */
    REFUSE,
    /** The partitions that an interrupted run completed are kept, and the others are computed. */
    RESUME,
    /** An existing output or an interrupted run is replaced. */
    OVERWRITE;

    /**
     * Returns the decision that two switches express.
     *
     * @throws InvalidInputException if both are set
     */
    public static ExistingOutput of(boolean resume, boolean overwrite) {
        if (resume && overwrite) {
            throw InvalidInputException.of(
                    "%s and %s exclude each other: set only one of them.",
                    FieldName.of("resume"), FieldName.of("overwrite"));
        }
        return resume ? RESUME : overwrite ? OVERWRITE : REFUSE;
    }
}
