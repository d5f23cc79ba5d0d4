package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;

/**
 * How a line of CSV text is divided into columns.
 *
 * @param delimiter the text between two numbers, not empty
 * @param header whether the first line of each file names the columns
 */
public record CsvColumns(String delimiter, boolean header) {

    /** Checks the delimiter. */
    public CsvColumns {
        if (delimiter.isEmpty()) {
            throw InvalidInputException.ofField("delimiter", "is empty: give the text between two numbers.");
        }
    }

    /** Returns the default: numbers separated by commas, without a header. */
    public static CsvColumns commas() {
        return new CsvColumns(",", false);
    }
}
