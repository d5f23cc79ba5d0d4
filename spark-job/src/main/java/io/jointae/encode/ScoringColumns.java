package io.jointae.encode;

import static org.apache.spark.sql.functions.col;

import io.jointae.encode.column.InputColumns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Converts a table to the pairs that {@link PartitionScoring} takes, and names the columns of the pairs that it
 * returns. The first half of a pair holds the carried columns, which pass through unchanged.
 */
public final class ScoringColumns {

    /** The property of {@link ScoredRow} that holds the code. */
    static final String FEATURES = "features";

    private static final String CARRIED = InputColumns.CARRIED;
    private static final String SCORED = InputColumns.INPUT;

    private ScoringColumns() {}

    /** Returns the encoder for the pairs of carried columns and outputs. */
    public static Encoder<Tuple2<Row, ScoredRow>> outputEncoder(StructType carried) {
        return Encoders.tuple(Encoders.row(carried), Encoders.bean(ScoredRow.class));
    }

    /** Returns a carried column under its own name and with its metadata. */
    public static Column carried(StructField field) {
        return col(CARRIED + "." + InputColumns.quoted(field.name())).as(field.name(), field.metadata());
    }

    /**
     * Returns an output under a name.
     *
     * @param property a property of {@link ScoredRow}, such as {@code features}
     */
    public static Column output(String property, String name) {
        return col(SCORED + "." + property).as(name);
    }
}
