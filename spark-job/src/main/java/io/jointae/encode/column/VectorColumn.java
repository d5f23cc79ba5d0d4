package io.jointae.encode.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.columns.PixelColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** The column of input vectors: {@code array<float>}, {@code array<double>} or an ML {@code Vector}. */
public final class VectorColumn implements InputColumns {

    private final StructField field;

    private VectorColumn(StructField field) {
        this.field = field;
    }

    /**
     * Returns the column with a name.
     *
     * @param field the name of the field that holds the column's name, for messages: {@code inputCol} or {@code column}
     * @throws InvalidInputException if the schema has no such column, or the column does not hold vectors
     */
    public static VectorColumn of(StructType schema, String field, String name) {
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw InvalidInputException.ofField(
                    field,
                    "%s does not exist: choose a column of the table, which has %s.",
                    name,
                    describe(Arrays.asList(schema.fields())));
        }
        StructField column = schema.apply(name);
        if (!holdsVectors(column.dataType())) {
            throw InvalidInputException.ofField(
                    field,
                    "%s is %s: choose a column of array<float>, array<double> or ML Vector.",
                    name,
                    column.dataType().catalogString());
        }
        return new VectorColumn(column);
    }

    /**
     * Returns the only column that holds vectors.
     *
     * @throws InvalidInputException if no column or several columns hold vectors
     */
    public static VectorColumn only(StructType schema) {
        List<StructField> found = Arrays.stream(schema.fields())
                .filter(each -> holdsVectors(each.dataType()))
                .toList();
        if (found.isEmpty()) {
            throw InvalidInputException.of(
                    "the table has no column of array<float>, array<double> or ML Vector: its columns are %s.",
                    describe(Arrays.asList(schema.fields())));
        }
        if (found.size() > 1) {
            throw InvalidInputException.ofField(
                    "column", "is not set, but several columns hold vectors: choose one of %s.", describe(found));
        }
        return new VectorColumn(found.get(0));
    }

    /** Returns whether a column of a table holds vectors. */
    public static boolean isIn(StructType schema) {
        return Arrays.stream(schema.fields()).anyMatch(field -> holdsVectors(field.dataType()));
    }

    /** Returns the column's name. */
    @Override
    public String name() {
        return field.name();
    }

    @Override
    public boolean replaces(String column) {
        return column.equals(field.name());
    }

    @Override
    public Dataset<Tuple2<Row, InputRow>> pairs(Dataset<?> table, StructType carried) {
        Column[] columns = Arrays.stream(carried.fieldNames())
                .map(name -> col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        return table.select(
                        struct(columns).as(CARRIED), struct(properties(table)).as(INPUT))
                .as(Encoders.tuple(Encoders.row(carried), Encoders.bean(InputRow.class)));
    }

    @Override
    public Dataset<InputRow> inputs(Dataset<?> table) {
        return table.select(properties(table)).as(Encoders.bean(InputRow.class));
    }

    private Column[] properties(Dataset<?> table) {
        return new Column[] {floats().as("values"), InputColumns.problem(table).as("problem")};
    }

    @Override
    public Column cells() {
        return floats();
    }

    @Override
    public InputReader reader() {
        return new ArrayReader();
    }

    /** Reads a vector that is an array of floats. */
    @DefaultSerializer(JavaSerializer.class)
    private record ArrayReader() implements InputReader {
        @Override
        public void read(InternalRow row, int at, InputRow into) {
            into.setProblem(null);
            into.setValues(row.isNullAt(at) ? null : PrimitiveFloats.copy(row.getArray(at), into.getValues()));
        }
    }

    /** Returns the vectors as {@code array<float>}, with NaN for null elements; null where the vector is null. */
    public Column floats() {
        Column column = col(InputColumns.quoted(field.name()));
        if (field.dataType() instanceof ArrayType array) {
            return PrimitiveFloats.convert(column, array.elementType() == DataTypes.DoubleType);
        }
        return when(column.isNotNull(), functions.vector_to_array(column, "float32"));
    }

    /** Returns whether the column has ML vectors that are mostly 0 in the first rows of a table. */
    public boolean isMostlyZero(Dataset<?> table) {
        return field.dataType().equals(SQLDataTypes.VectorType())
                && PixelColumn.isMostlyZero(table.toDF(), col(InputColumns.quoted(field.name())));
    }

    /** Checks the length where the schema says it; most schemas do not. */
    @Override
    public void checkWidth(int inputs) {
        int size = field.dataType() instanceof ArrayType
                ? -1
                : AttributeGroup.fromStructField(field).size();
        if (size >= 0 && size != inputs) {
            throw InvalidInputException.of(
                    "column %s has vectors of %s, but the model has %s: choose the model that fits.",
                    name(), Count.of(size, "value"), Count.of(inputs, "input"));
        }
    }

    private static boolean holdsVectors(DataType type) {
        if (type instanceof ArrayType array) {
            return array.elementType() == DataTypes.FloatType || array.elementType() == DataTypes.DoubleType;
        }
        return type.equals(SQLDataTypes.VectorType());
    }

    private static String describe(List<StructField> fields) {
        return fields.stream()
                .map(field -> field.name() + " (" + field.dataType().catalogString() + ")")
                .collect(Collectors.joining(", "));
    }
}
