package io.jointae.data;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The three parts of a dataset. Hyper-parameters are chosen on {@link #VALID}, results are of {@link #TEST}. */
public enum Split {
    @JsonProperty("train")
    TRAIN("train"),
    @JsonProperty("valid")
    VALID("valid"),
    @JsonProperty("test")
    TEST("test");

    private final String lowerCase;

    Split(String lowerCase) {
        this.lowerCase = lowerCase;
    }

    /** The name in lower case, as in files, tables and JSON. */
    public String lowerCase() {
        return lowerCase;
    }

    /** The folder of its Parquet files, such as {@code split=train}. */
    public String folder() {
        return "split=" + lowerCase;
    }

    @Override
    public String toString() {
        return lowerCase;
    }
}
