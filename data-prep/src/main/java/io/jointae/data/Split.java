package io.jointae.data;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The three parts of a dataset. Hyper-parameters are chosen on {@link #VALID}, and results are reported for
 * {@link #TEST}.
 */
public enum Split {
    /** The rows on which models are trained. */
    @JsonProperty("train")
    TRAIN("train"),
    /** The rows on which hyper-parameters are chosen. */
    @JsonProperty("valid")
    VALID("valid"),
    /** The rows on which results are reported. */
    @JsonProperty("test")
    TEST("test");

    private final String id;

    Split(String id) {
        this.id = id;
    }

    /** Returns the name that files, tables and JSON use, such as {@code train}. */
    public String id() {
        return id;
    }

    /** Returns the name of the folder of the split's Parquet files, such as {@code split=train}. */
    public String folder() {
        return "split=" + id;
    }

    /** Returns the same as {@link #id}. */
    @Override
    public String toString() {
        return id;
    }
}
