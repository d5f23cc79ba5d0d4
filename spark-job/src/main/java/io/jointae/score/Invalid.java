package io.jointae.score;

import io.jointae.base.BadInput;

/** What becomes of rows that cannot be scored; the words are those of Spark ML's {@code handleInvalid}. */
enum Invalid {
    /** The job stops and names the row. */
    ERROR,
    /** The row is left out. */
    SKIP,
    /** The row is kept, its features are null. */
    KEEP;

    static final String[] WORDS = {"error", "skip", "keep"};

    static Invalid of(String word) {
        for (Invalid each : values()) {
            if (WORDS[each.ordinal()].equals(word)) {
                return each;
            }
        }
        throw BadInput.of("handleInvalid %s: unknown; known are %s", word, String.join(", ", WORDS));
    }
}
