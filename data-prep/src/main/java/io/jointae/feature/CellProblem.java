package io.jointae.feature;

/**
 * The reason why a cell of a table cannot become features.
 *
 * @param reason what kind of problem it is, by which a caller chooses the remedy
 * @param predicate the problem, such as "has no number in column age"
 */
public record CellProblem(Reason reason, String predicate) {

    /** The kinds of problems. */
    public enum Reason {
        /** A value is missing. */
        MISSING,
        /** No training row has the category. */
        UNSEEN,
        /** A value is not finite, or a vector has another length. */
        INVALID
    }
}
