package io.jointae.encode;

import io.jointae.base.InvalidInputException;

/** What becomes of rows that cannot be scored; the words are those of Spark ML's {@code handleInvalid}. */
public enum InvalidRowPolicy {
    /** The job stops and names the row. */
    ERROR,
    /** The row is left out. */
    SKIP,
    /** The row is kept, its features are null. */
    KEEP;

    public static final String[] WORDS = {"error", "skip", "keep"};

    public static InvalidRowPolicy of(String word) {
        for (InvalidRowPolicy each : values()) {
            if (WORDS[each.ordinal()].equals(word)) {
                return each;
            }
        }
        throw InvalidInputException.of("handleInvalid %s: unknown; known are %s", word, String.join(", ", WORDS));
    }
}
