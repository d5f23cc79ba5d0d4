package io.jointae.encode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The column that is scored: {@code array<float>}, {@code array<double>} or an ML {@code Vector}. */
public final class VectorColumn {

    /** The words for {@code array<float>} and {@code Vector} as types of features. */
    public static final String[] OUTPUT_TYPES = {"array", "vector"};

    private final StructField field;

    private VectorColumn(StructField field) {
        this.field = field;
    }

    /** @throws InvalidInputException if there is no such column or it holds no vectors */
    public static VectorColumn of(StructType schema, String name) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw InvalidInputException.of(
                    "column %s: not there; the table has %s", name, names(Arrays.asList(schema.fields())));
        }
        StructField field = schema.apply(name);
        if (!vectors(field.dataType())) {
            throw InvalidInputException.of(
                    "column %s: is %s; array<float>, array<double> or an ML Vector can be scored",
                    name, field.dataType().catalogString());
        }
        return new VectorColumn(field);
    }

    /** The one column that holds vectors. */
    public static VectorColumn only(StructType schema) {
        List<StructField> found = Arrays.stream(schema.fields())
                .filter(each -> vectors(each.dataType()))
                .toList();
        if (found.isEmpty()) {
            throw InvalidInputException.of(
                    "no column of array<float>, array<double> or ML Vector; the table has %s",
                    names(Arrays.asList(schema.fields())));
        }
        if (found.size() > 1) {
            throw InvalidInputException.of("%s hold vectors: choose one with --column", names(found));
        }
        return new VectorColumn(found.get(0));
    }

    /** @param word one of {@link #OUTPUT_TYPES} */
    public static DataType outputType(String word) {
        return asVector(word) ? SQLDataTypes.VectorType() : DataTypes.createArrayType(DataTypes.FloatType, false);
    }

    /** Features, null for bad rows that are kept, under their name and in their type. */
    public static Column asType(Column features, String word, String name) {
        return asVector(word)
                ? when(features.isNotNull(), functions.array_to_vector(features))
                        .as(name)
                : features.as(name);
    }

    private static boolean asVector(String word) {
        return switch (word) {
            case "array" -> false;
            case "vector" -> true;
            default ->
                throw InvalidInputException.of(
                        "outputType %s: unknown; known are %s", word, String.join(", ", OUTPUT_TYPES));
        };
    }

    public String name() {
        return field.name();
    }

    /** As {@code array<float>} with NaN for null elements; null where the row is null. */
    public Column floats() {
        Column column = col(ScoringColumns.quoted(field.name()));
        if (field.dataType() instanceof ArrayType array) {
            return PrimitiveFloats.of(column, array.elementType() == DataTypes.DoubleType);
        }
        return when(column.isNotNull(), functions.vector_to_array(column, "float32"));
    }

    /** Whether {@link #floats} is the column itself, but for nulls. */
    public boolean isFloats() {
        return field.dataType() instanceof ArrayType array && array.elementType() == DataTypes.FloatType;
    }

    /** @throws InvalidInputException if the schema says that its vectors have another length; most say nothing */
    public void checkWidth(int inputs) {
        int size = field.dataType() instanceof ArrayType
                ? -1
                : AttributeGroup.fromStructField(field).size();
        if (size >= 0 && size != inputs) {
            throw InvalidInputException.of(
                    "column %s: vectors of %d values where the model has %d inputs", name(), size, inputs);
        }
    }

    private static boolean vectors(DataType type) {
        if (type instanceof ArrayType array) {
            return array.elementType() == DataTypes.FloatType || array.elementType() == DataTypes.DoubleType;
        }
        return type.equals(SQLDataTypes.VectorType());
    }

    private static String names(List<StructField> fields) {
        return fields.stream()
                .map(field -> field.name() + " (" + field.dataType().catalogString() + ")")
                .collect(Collectors.joining(", "));
    }
}
