package io.jointae.encode.column;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** Reads the input vectors of rows in Spark's own format. */
public interface InputReader extends Serializable {

    /**
     * Reads the input of a row.
     *
     * @param row a row that holds the column {@link InputColumns#cells()}
     * @param at the position of that column
     * @param into receives the values, or the problem; the array of an earlier row may be used again
     */
    void read(InternalRow row, int at, InputRow into);
}
