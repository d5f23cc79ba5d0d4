package io.jointae.encode;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decides what happens to a row that cannot be encoded. The identifiers are those of Spark ML's {@code handleInvalid}. */
public enum InvalidRowPolicy {
    /** The job stops with a message that names the row. */
    ERROR,
    /** The row is left out of the result. */
    SKIP,
    /** The row stays in the result, with null features. */
    KEEP;

    /** Returns the stored and documented name: {@code error}, {@code skip} or {@code keep}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the policy with an identifier.
     *
     * @param field the name of the field that holds the identifier, for the message
     * @throws InvalidInputException if no policy has the identifier
     */
    public static InvalidRowPolicy of(String field, String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        field,
                        "%s is unknown: choose one of %s.",
                        id,
                        Arrays.stream(values()).map(InvalidRowPolicy::id).collect(Collectors.joining(", "))));
    }
}
