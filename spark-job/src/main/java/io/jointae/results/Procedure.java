package io.jointae.results;

/**
 * How a row came about, beyond what determines its cell. Rows of versions that did not store it have none.
 *
 * @param recipe the version of the recipe that generated the dataset's rows; null if they were read from files
 * @param halving the settings of the successive halving that pruned other settings of the same cell; null if none did
 */
public record Procedure(String recipe, String halving) {

    /** The procedure of a single training on rows that were read from files. */
    public static final Procedure PLAIN = new Procedure(null, null);
}
