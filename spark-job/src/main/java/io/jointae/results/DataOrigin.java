package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a dataset's rows come from, which decides whether its cells can match the paper's one to one. */
public enum DataOrigin {

    /** The rows were read from the files that the paper used. */
    OFFICIAL,

    /** The rows were generated again from the published recipe: other rows of the same kind. */
    REGENERATED,

    /** The rows are the user's own data. */
    OWN;

    /** Returns the name that the store writes. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the origin that the store writes as the given text; empty if there is none. */
    static Optional<DataOrigin> find(String id) {
        return Stream.of(values()).filter(origin -> origin.id().equals(id)).findFirst();
    }
}
