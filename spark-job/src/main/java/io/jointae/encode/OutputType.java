package io.jointae.encode;

import static org.apache.spark.sql.functions.when;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The type of a column of features. */
public enum OutputType {
    /** {@code array<float>}, which every reader of Parquet understands. */
    ARRAY,
    /** Spark ML's {@code Vector}, which Spark's own stages take. */
    VECTOR;

    /** Returns the stored and documented name: {@code array} or {@code vector}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the type with an identifier.
     *
     * @throws InvalidInputException if no type has it
     */
    public static OutputType of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "outputType",
                        "%s is unknown: choose one of %s.",
                        id,
                        Arrays.stream(values()).map(OutputType::id).collect(Collectors.joining(", "))));
    }

    /** Returns the type of the column in a schema. */
    public DataType dataType() {
        return this == VECTOR ? SQLDataTypes.VectorType() : DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    /**
     * Returns features in this type and under a name.
     *
     * @param features a column of {@code array<float>}, null for invalid rows that are kept
     */
    public Column convert(Column features, String name) {
        return this == VECTOR
                ? when(features.isNotNull(), functions.array_to_vector(features))
                        .as(name)
                : features.as(name);
    }
}
