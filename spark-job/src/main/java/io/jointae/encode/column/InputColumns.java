package io.jointae.encode.column;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** The columns of a table that hold the input vectors: one column of vectors or of images, or several that are assembled. */
public interface InputColumns {

    /** The half of a pair that holds the carried columns, and the half that holds the input. */
    String CARRIED = "_1";

    String INPUT = "_2";

    /** The column of a table with the path of a row's file; the prefix keeps it apart from the columns of any real table. */
    String FILE = "__jointae_file";

    /** The column of a table with the position of a row in its file, from 0. */
    String ROW = "__jointae_row";

    /** The column of a table that says, as a predicate, why a row could not be read; null for other rows. */
    String PROBLEM = "__jointae_problem";

    /** Returns the column {@link #PROBLEM} of a table, or nulls where it has none. */
    static Column problem(Dataset<?> table) {
        return Arrays.asList(table.columns()).contains(PROBLEM)
                ? functions.col(PROBLEM)
                : functions.lit(null).cast(DataTypes.StringType);
    }

    /** Returns a column's name as {@code functions.col} takes it, even if it contains dots or backticks. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Returns the name of the column of vectors, or the names of the assembled columns separated by commas. */
    String name();

    /** Returns whether a column is left out of the output because its values are the input vectors. */
    boolean replaces(String column);

    /**
     * Checks the length of the vectors, if the columns say it.
     *
     * @throws io.jointae.base.InvalidInputException if the vectors have another length than the model has inputs
     */
    void checkWidth(int inputs);

    /** Returns the column that {@link #reader} reads; Spark need not read other columns for it. */
    Column cells();

    /** Returns what turns the column {@link #cells} into input vectors. */
    InputReader reader();

    /** Returns the input vectors of all rows. */
    Dataset<InputRow> inputs(Dataset<?> table);

    /**
     * Pairs the carried columns of each row with its input vector.
     *
     * @param carried at least one column of the table
     */
    Dataset<Tuple2<Row, InputRow>> pairs(Dataset<?> table, StructType carried);
}
