package io.jointae.score;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * Where a row comes from, for messages.
 *
 * @param file place of the file's name among the carried columns; -1 where it is not known
 * @param row place of the row's position in that file, from 0
 */
record Origin(int file, int row) implements Serializable {

    static final Origin UNKNOWN = new Origin(-1, -1);

    /** @param ordinal of the row in its partition, from 0 */
    String words(Row carried, long ordinal) {
        return file < 0
                ? "row " + ordinal + " of partition " + TaskContext.getPartitionId()
                : carried.getString(file) + ": row " + carried.getLong(row) + " (from 0)";
    }
}
