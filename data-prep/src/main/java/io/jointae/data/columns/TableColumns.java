package io.jointae.data.columns;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.transform;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table that become features, and how they are read: a number as a double, a category as a string, and a
 * vector as an array of floats.
 *
 * @param kinds what each column holds
 * @param names the names of the columns, in the order of their features
 */
public record TableColumns(List<Kind> kinds, List<String> names) {

    /** The kinds of columns. */
    public enum Kind {
        /** A number or a truth value. */
        NUMBER,
        /** A text, or another value whose text is a category. */
        CATEGORY,
        /** An array of numbers or an ML vector. */
        VECTOR
    }

    /** Copies the lists. */
    public TableColumns {
        kinds = List.copyOf(kinds);
        names = List.copyOf(names);
    }

    /**
     * Chooses the columns of a table.
     *
     * @param source where the table comes from, for messages
     * @param label the column of the labels; null for none
     * @throws InvalidInputException if a named column does not exist, or if a column has a type that cannot be a feature
     */
    public static TableColumns of(String source, StructType schema, TableRequest request, String label) {
        List<String> all = List.of(schema.fieldNames());
        require(source, all, "features", request.features());
        require(source, all, "except", request.except());
        require(source, all, "categorical", request.categorical());
        if (label != null && request.features().contains(label)) {
            throw InvalidInputException.ofField(
                    "features", "contains %s, which is the column of the labels: leave it out.", label);
        }
        List<String> names = !request.features().isEmpty()
                ? request.features()
                : all.stream()
                        .filter(name -> !name.equals(label) && !request.except().contains(name))
                        .toList();
        if (names.isEmpty()) {
            throw InvalidInputException.of("%s has no column that can be a feature: its columns are %s.", source, all);
        }
        List<Kind> kinds = new ArrayList<>();
        for (String name : names) {
            boolean categorical = request.categorical().contains(name);
            kinds.add(kind(source, schema.apply(name), categorical));
        }
        return new TableColumns(kinds, names);
    }

    private static void require(String source, List<String> all, String field, List<String> named) {
        for (String name : named) {
            if (!all.contains(name)) {
                throw InvalidInputException.ofField(
                        field, "%s is not a column of %s: choose from %s.", name, source, all);
            }
        }
    }

    private static Kind kind(String source, StructField field, boolean categorical) {
        DataType type = field.dataType();
        if (categorical && (type instanceof StringType || isNumber(type) || type instanceof DateType)) {
            return Kind.CATEGORY;
        }
        if (!categorical && isNumber(type)) {
            return Kind.NUMBER;
        }
        if (!categorical && isVector(type)) {
            return Kind.VECTOR;
        }
        if (!categorical && type instanceof StringType) {
            throw InvalidInputException.of(
                    "%s: column %s holds texts that are not numbers: name it in %s, or leave it out.",
                    source, field.name(), FieldName.of("categorical"));
        }
        throw InvalidInputException.of(
                "%s: column %s has the type %s, which cannot be %s: leave it out, or convert it to %s.",
                source,
                field.name(),
                type.simpleString(),
                categorical ? "a category" : "a feature",
                categorical ? "a text" : "a number");
    }

    private static boolean isNumber(DataType type) {
        return type instanceof NumericType || type == DataTypes.BooleanType;
    }

    private static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    /**
     * Returns the types of the columns of texts such as CSV, with the categories as texts. The category of a row is then the
     * text that the file has, such as 01, whatever the other rows hold.
     */
    public static StructType withTexts(StructType types, TableRequest request) {
        StructType texts = new StructType();
        for (StructField field : types.fields()) {
            boolean isCategory = request.categorical().contains(field.name());
            texts = texts.add(field.name(), isCategory ? DataTypes.StringType : field.dataType(), true);
        }
        return texts;
    }

    /**
     * Returns the columns of a table in the order of the features, as {@link ExampleOfRow} reads them.
     *
     * @param source where the table comes from, for messages
     * @param schema the schema of the table, which may be that of another split
     * @throws InvalidInputException if a column is missing or holds something else than in the first table
     */
    public Column[] select(String source, StructType schema) {
        Column[] selected = new Column[names.size()];
        for (int i = 0; i < selected.length; i++) {
            String name = names.get(i);
            if (!Arrays.asList(schema.fieldNames()).contains(name)) {
                throw InvalidInputException.of(
                        "%s has no column %s, which the training rows have: add the column.", source, name);
            }
            DataType type = schema.apply(name).dataType();
            boolean fits = switch (kinds.get(i)) {
                case NUMBER -> isNumber(type);
                case CATEGORY -> type instanceof StringType || isNumber(type) || type instanceof DateType;
                case VECTOR -> isVector(type);
            };
            if (!fits) {
                throw InvalidInputException.of(
                        "%s: column %s has the type %s, but in the training rows it holds %s: correct the column.",
                        source, name, type.simpleString(), kinds.get(i) == Kind.VECTOR ? "vectors" : "numbers");
            }
            selected[i] = read(kinds.get(i), type, col("`" + name.replace("`", "``") + "`"))
                    .as("c" + i);
        }
        return selected;
    }

    private static Column read(Kind kind, DataType type, Column column) {
        return switch (kind) {
            case NUMBER -> column.cast(DataTypes.DoubleType);
            case CATEGORY -> column.cast(DataTypes.StringType);
            case VECTOR ->
                type instanceof ArrayType
                        ? transform(column, number -> number.cast(DataTypes.FloatType))
                        : functions.vector_to_array(column, "float32");
        };
    }

    /** Returns the schema of the selected columns. */
    StructType selectedSchema() {
        StructType schema = new StructType();
        for (int i = 0; i < names.size(); i++) {
            DataType type = switch (kinds.get(i)) {
                case NUMBER -> DataTypes.DoubleType;
                case CATEGORY -> DataTypes.StringType;
                case VECTOR -> DataTypes.createArrayType(DataTypes.FloatType, true);
            };
            schema = schema.add("c" + i, type, true);
        }
        return schema;
    }
}
