package io.jointae.data.columns;

import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The column of a table that holds the values of a row as a whole: an array of numbers, an ML vector, or an encoded image.
 * One of numbers and image is a column of nulls.
 *
 * @param numbers the numbers of a row
 * @param vector the column itself if it has vectors of Spark ML; otherwise null
 * @param image the bytes of an encoded image
 * @param isImage whether rows are images
 */
public record PixelColumn(Column numbers, Column vector, Column image, boolean isImage) {

    /** The field of the bytes of an encoded image. */
    private static final String BYTES = "bytes";

    /** The number of rows from which it follows whether vectors are mostly 0. */
    private static final int SAMPLE = 1000;

    /** Vectors are mostly 0 if at most one value in this number is not 0. */
    private static final int MOSTLY_ZERO = 10;

    private static PixelColumn ofNumbers(Column numbers, Column vector) {
        return new PixelColumn(numbers, vector, lit(null).cast(DataTypes.BinaryType), false);
    }

    private static PixelColumn ofImage(Column image) {
        return new PixelColumn(lit(null).cast(DataTypes.createArrayType(DataTypes.FloatType)), null, image, true);
    }

    /**
     * Finds the column.
     *
     * @param path where the table comes from, for messages
     * @param selected the name of the column; null for the only one that has a suitable type
     * @throws InvalidInputException if there is no such column, or several, or if its type is not suitable
     */
    public static PixelColumn of(Path path, Dataset<Row> data, String selected) {
        List<StructField> candidates = Arrays.stream(data.schema().fields())
                .filter(field -> selected == null
                        ? isPixels(field.dataType())
                        : field.name().equals(selected))
                .toList();
        if (candidates.size() != 1) {
            throw InvalidInputException.of(
                    "%s has %d columns %s: set %s to one of the columns of %s.",
                    path,
                    candidates.size(),
                    selected == null ? "of arrays of numbers or of images" : "named '" + selected + "'",
                    FieldName.of("pixelsColumn"),
                    data.schema().simpleString());
        }
        DataType type = candidates.get(0).dataType();
        if (!isPixels(type)) {
            throw InvalidInputException.of(
                    "%s: the column '%s' has the type %s instead of array<float>, an ML vector or an image.",
                    path, selected, type.simpleString());
        }
        Column column = data.col("`" + candidates.get(0).name().replace("`", "``") + "`");
        if (isImage(type)) {
            return ofImage(type == DataTypes.BinaryType ? column : column.getField(BYTES));
        }
        if (isVector(type)) {
            return ofNumbers(functions.vector_to_array(column, "float32"), column);
        }
        // Otherwise Spark would read an element that is null as 0.
        return ofNumbers(
                when(not(exists(column, Column::isNull)), column).cast(DataTypes.createArrayType(DataTypes.FloatType)),
                null);
    }

    private static boolean isPixels(DataType type) {
        return isVector(type)
                || isImage(type)
                || type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    private static boolean isImage(DataType type) {
        return type == DataTypes.BinaryType
                || type instanceof StructType struct
                        && Arrays.asList(struct.fieldNames()).contains(BYTES)
                        && struct.apply(BYTES).dataType() == DataTypes.BinaryType;
    }

    private static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType());
    }

    /** Returns whether the first rows of the table are vectors that are mostly 0. */
    public boolean isMostlyZero(Dataset<Row> data) {
        return vector != null && isMostlyZero(data, vector);
    }

    /**
     * Returns whether at most a tenth of the values of the first rows is not 0. Then rows stay sparse.
     *
     * @param vectors a column of vectors of Spark ML
     */
    public static boolean isMostlyZero(Dataset<Row> data, Column vectors) {
        long values = 0;
        long stored = 0;
        for (long[] row : data.select(vectors)
                .where(vectors.isNotNull())
                .toJavaRDD()
                .map(row -> {
                    Vector vector = row.getAs(0);
                    return new long[] {vector.size(), vector.numNonzeros()};
                })
                .take(SAMPLE)) {
            values += row[0];
            stored += row[1];
        }
        return values > 0 && MOSTLY_ZERO * stored <= values;
    }
}
