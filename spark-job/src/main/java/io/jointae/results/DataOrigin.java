package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a dataset's rows come from: whether its cells can match the paper's one to one. */
public enum DataOrigin {

    /** Read from the files that the paper used. */
    OFFICIAL,

    /** Made anew from the published recipe: other rows of the same kind. */
    REGENERATED,

    /** The user's own data. */
    OWN;

    /** As the store writes it. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
