package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * Says where a row comes from, so that messages can name it: the file and the position in it, where two carried columns
 * hold them, and otherwise the column of the table and the position in the partition.
 *
 * @param file index of the carried column with the file's name; -1 if rows do not say where they come from
 * @param row index of the carried column with the row's position in that file, which counts from 0
 * @param column the name of the column of vectors, for rows that do not say where they come from; null if they have
 *     several columns
 */
@DefaultSerializer(JavaSerializer.class)
public record RowLocation(int file, int row, String column) implements Serializable {

    /** Returns the location of rows of which only the column of vectors and the partition are known. */
    public static RowLocation inColumn(String column) {
        return new RowLocation(-1, -1, column);
    }

    /** Returns the location of rows of which only the partition is known, because several columns hold their vectors. */
    public static RowLocation inTable() {
        return new RowLocation(-1, -1, null);
    }

    /** Returns the location of rows that carry their file and their position in two columns with these indices. */
    public static RowLocation inFile(int file, int row) {
        return new RowLocation(file, row, null);
    }

    /**
     * Returns the location of a row without carried columns as the subject of a message; the task of the row calls this.
     *
     * @param ordinal position of the row in its partition, from 0
     */
    public String describe(long ordinal) {
        return String.format(
                "%srow %d of partition %d (both counted from 0)",
                column == null ? "the table: " : "column " + column + ": ", ordinal, TaskContext.getPartitionId());
    }

    /**
     * Returns the location as the subject of a message.
     *
     * @param ordinal position of the row in its partition, from 0
     */
    String describe(Row carried, long ordinal) {
        return file < 0
                ? describe(ordinal)
                : carried.getString(file) + ": row " + carried.getLong(row) + " (counted from 0)";
    }
}
