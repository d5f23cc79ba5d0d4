package io.jointae.encode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** How a table goes into {@link PartitionScoring} and comes out of it: the carried columns beside what is scored. */
public final class ScoringColumns {

    private static final String CARRIED = "_1";
    private static final String SCORED = "_2";

    private ScoringColumns() {}

    /** A column's name as {@code col} takes it, dots and backticks included. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Carried columns as a row, one at least, the vector as floats. */
    public static Dataset<Tuple2<Row, InputRow>> paired(Dataset<?> table, StructType carried, VectorColumn vector) {
        Column[] kept = Arrays.stream(carried.fieldNames())
                .map(name -> col(quoted(name)))
                .toArray(Column[]::new);
        return table.select(
                        struct(kept).as(CARRIED),
                        struct(vector.floats().as("values")).as(SCORED))
                .as(Encoders.tuple(Encoders.row(carried), Encoders.bean(InputRow.class)));
    }

    public static Encoder<Tuple2<Row, ScoredRow>> scored(StructType carried) {
        return Encoders.tuple(Encoders.row(carried), Encoders.bean(ScoredRow.class));
    }

    /** A carried column again, with its metadata. */
    public static Column carried(StructField field) {
        return col(CARRIED + "." + quoted(field.name())).as(field.name(), field.metadata());
    }

    /** @param property of {@link ScoredRow} */
    public static Column scored(String property, String name) {
        return col(SCORED + "." + property).as(name);
    }
}
