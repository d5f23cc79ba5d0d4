package io.jointae.data.custom;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;

/**
 * The shares of training rows that are drawn at random for splits that the source does not have.
 *
 * @param valid the share for validation, in [0, 1)
 * @param test the share for test, in [0, 1); the sum of both shares is less than 1
 * @param seed the seed of the random draw
 */
public record SplitShares(double valid, double test, long seed) {

    /** The default share for validation, and that for test. */
    public static final double DEFAULT_SHARE = 0.1;

    /** Checks the shares. */
    public SplitShares {
        if (!(valid >= 0 && test >= 0 && valid + test < 1)) {
            throw InvalidInputException.of(
                    "%s %s and %s %s leave no rows for training: choose shares of 0 or more whose sum is less than 1.",
                    FieldName.of("valid"), valid, FieldName.of("test"), test);
        }
    }

    /** Returns the default shares. */
    public static SplitShares defaults() {
        return new SplitShares(DEFAULT_SHARE, DEFAULT_SHARE, 1);
    }
}
