package io.jointae.data.source;

import java.io.Serializable;

/**
 * How the text of a CSV file is to be read. Quotes mean nothing: every field is a number.
 *
 * @param header whether a file's first line names the columns
 * @param columns of a row, the label's included
 * @param labelColumn from 0; -1 for rows without labels
 * @param scale pixel = number / scale
 */
public record CsvLayout(String delimiter, boolean header, int columns, int labelColumn, float scale)
        implements Serializable {

    /** Pixels of a row. */
    public int width() {
        return labelColumn < 0 ? columns : columns - 1;
    }
}
