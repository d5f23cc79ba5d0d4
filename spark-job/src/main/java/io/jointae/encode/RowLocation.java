package io.jointae.encode;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * Where a row comes from, for messages.
 *
 * @param file place of the file's name among the carried columns; -1 where it is not known
 * @param row place of the row's position in that file, from 0
 */
public record RowLocation(int file, int row) implements Serializable {

    public static final RowLocation UNKNOWN = new RowLocation(-1, -1);

    /** @param ordinal of the row in its partition, from 0 */
    String describe(Row carried, long ordinal) {
        return file < 0
                ? "row " + ordinal + " of partition " + TaskContext.getPartitionId()
                : carried.getString(file) + ": row " + carried.getLong(row) + " (from 0)";
    }
}
