package io.jointae.data.columns;

/** The values that take the place of a missing value: null, and for numbers also not-a-number. */
public enum MissingValues {
    /** A missing value is invalid. */
    REFUSE,
    /** The mean of the training rows; for categories the most frequent one. */
    MEAN,
    /** The median of the training rows, as Spark approximates it; for categories the most frequent one. */
    MEDIAN
}
