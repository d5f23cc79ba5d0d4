package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * Says which carried columns hold the file and the position of a row, so that messages can name both.
 *
 * @param file index of the column with the file's name; -1 if rows do not say where they come from
 * @param row index of the column with the row's position in that file, which counts from 0
 */
@DefaultSerializer(JavaSerializer.class)
public record RowLocation(int file, int row) implements Serializable {

    /** Rows that do not say where they come from: messages name the partition instead. */
    public static final RowLocation UNKNOWN = new RowLocation(-1, -1);

    /**
     * Returns the location as the subject of a message.
     *
     * @param ordinal position of the row in its partition, from 0
     */
    String describe(Row carried, long ordinal) {
        return file < 0
                ? "row " + ordinal + " of partition " + TaskContext.getPartitionId()
                : carried.getString(file) + ": row " + carried.getLong(row) + " (counted from 0)";
    }
}
