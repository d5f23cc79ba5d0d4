package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.TaskContext;

/**
 * Says where a row comes from, so that messages can name it: the file and the position in it, where the table has columns
 * that hold them, and otherwise the column of vectors and the position in the partition.
 *
 * @param column the name of the column of vectors; null if the vectors come from several columns
 */
@DefaultSerializer(JavaSerializer.class)
public record RowLocation(String column) implements Serializable {

    /** Returns the location of rows of which only the column of vectors and the partition are known. */
    public static RowLocation inColumn(String column) {
        return new RowLocation(column);
    }

    /** Returns the location of rows of which only the partition is known, because several columns hold their vectors. */
    public static RowLocation inTable() {
        return new RowLocation(null);
    }

    /**
     * Returns the location of a row as the subject of a message; the task of the row calls this.
     *
     * @param ordinal position of the row in its partition, from 0
     */
    public String describe(long ordinal) {
        return String.format(
                "%srow %d of partition %d (both counted from 0)",
                column == null ? "the table: " : "column " + column + ": ", ordinal, TaskContext.getPartitionId());
    }

    /**
     * Returns the location of a row of a file as the subject of a message.
     *
     * @param position position of the row in the file, from 0
     */
    static String describe(String file, long position) {
        return file + ": row " + position + " (counted from 0)";
    }
}
