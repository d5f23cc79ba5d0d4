package io.jointae.encode.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.feature.CellProblem;
import io.jointae.feature.ColumnFeature;
import io.jointae.feature.TableFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** The columns of a table from which the input vector of a model is assembled, in the way that its card states. */
public final class TableVector implements InputColumns {

    private final TableFeatures features;
    private final StructType schema;
    private final boolean isReplaced;

    private TableVector(TableFeatures features, StructType schema, boolean isReplaced) {
        this.features = features;
        this.schema = schema;
        this.isReplaced = isReplaced;
    }

    /** Returns whether a table has every column that the features need. */
    public static boolean fits(TableFeatures features, StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        return !features.isNone()
                && features.columns().stream().map(ColumnFeature::column).allMatch(names::contains);
    }

    /**
     * Returns the columns of a table.
     *
     * @throws InvalidInputException if a column is missing or has a type that cannot be read
     */
    public static TableVector of(TableFeatures features, StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        for (ColumnFeature feature : features.columns()) {
            if (!names.contains(feature.column())) {
                throw InvalidInputException.of(
                        "the table has no column %s, which the model reads: add it to the columns %s.",
                        feature.column(), names);
            }
            DataType type = schema.apply(feature.column()).dataType();
            boolean isNumber = isNumber(type);
            boolean fits = feature.isCategorical()
                    ? isNumber || type == DataTypes.StringType || type == DataTypes.DateType
                    : isNumber || type instanceof ArrayType || type.typeName().equals("vector");
            if (!fits) {
                throw InvalidInputException.of(
                        "column %s has the type %s, but the model reads %s: convert the column.",
                        feature.column(), type.simpleString(), feature.isCategorical() ? "categories" : "numbers");
            }
        }
        return new TableVector(features, schema, false);
    }

    /**
     * Returns the columns of numbers of a table in their order, for a model that keeps no columns.
     *
     * @param except the columns that are not part of the vectors
     * @param inputs the number of the model's inputs
     * @throws InvalidInputException if the table has another number of such columns
     */
    public static TableVector ofNumbers(StructType schema, List<String> except, int inputs) {
        List<String> all = List.of(schema.fieldNames());
        for (String name : except) {
            if (!all.contains(name)) {
                throw InvalidInputException.ofField(
                        "except", "%s is not a column of the table: choose from %s.", name, all);
            }
        }
        List<ColumnFeature> numbers = Arrays.stream(schema.fields())
                .filter(field -> isNumber(field.dataType()) && !except.contains(field.name()))
                .map(field -> new ColumnFeature(field.name(), 1, List.of(), null, null, false))
                .toList();
        if (numbers.size() != inputs) {
            throw InvalidInputException.of(
                    "the table has %s of numbers for the vectors, but the model has %s: name those that are"
                            + " not part of a vector in %s, set %s if the first line of CSV files has names, or choose the"
                            + " model that fits.",
                    Count.of(numbers.size(), "column"),
                    Count.of(inputs, "input"),
                    FieldName.of("except"),
                    FieldName.of("header"));
        }
        return new TableVector(new TableFeatures(numbers), schema, true);
    }

    /** Returns whether a column of a type can be a feature of one number. */
    public static boolean isNumber(DataType type) {
        return type instanceof NumericType || type == DataTypes.BooleanType;
    }

    @Override
    public String name() {
        return features.columns().stream().map(ColumnFeature::column).collect(Collectors.joining(","));
    }

    @Override
    public boolean replaces(String column) {
        return isReplaced
                && features.columns().stream()
                        .anyMatch(feature -> feature.column().equals(column));
    }

    @Override
    public void checkWidth(int inputs) {
        if (features.width() != inputs) {
            throw InvalidInputException.of(
                    "the columns of the table give %s, but the model has %s: choose the model that fits.",
                    Count.of(features.width(), "value"), Count.of(inputs, "input"));
        }
    }

    @Override
    public Dataset<Tuple2<Row, InputRow>> pairs(Dataset<?> table, StructType carried) {
        Column[] columns = Arrays.stream(carried.fieldNames())
                .map(name -> col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        TableFeatures applied = features;
        return table.select(struct(columns).as(CARRIED), struct(read(table)).as(INPUT))
                .as(Encoders.tuple(Encoders.row(carried), Encoders.row(cellTypes())))
                .map(
                        (MapFunction<Tuple2<Row, Row>, Tuple2<Row, InputRow>>)
                                row -> new Tuple2<>(row._1(), input(row._2(), applied)),
                        Encoders.tuple(Encoders.row(carried), Encoders.bean(InputRow.class)));
    }

    @Override
    public Dataset<InputRow> inputs(Dataset<?> table) {
        TableFeatures applied = features;
        return table.select(read(table))
                .as(Encoders.row(cellTypes()))
                .map((MapFunction<Row, InputRow>) row -> input(row, applied), Encoders.bean(InputRow.class));
    }

    @Override
    public Column cells() {
        Column[] all = cellColumns();
        return struct(all);
    }

    @Override
    public InputReader reader() {
        return new CellReader(
                features,
                Arrays.asList(cellTypes().fields()).stream()
                        .map(field -> field.dataType() instanceof ArrayType)
                        .limit(features.columns().size())
                        .toList());
    }

    /**
     * Reads the cells of a row.
     *
     * @param features how the cells become a vector
     * @param vectors which cells hold vectors
     */
    @DefaultSerializer(JavaSerializer.class)
    private record CellReader(TableFeatures features, List<Boolean> vectors) implements InputReader {
        @Override
        public void read(InternalRow row, int at, InputRow into) {
            InternalRow cells = row.getStruct(at, features.columns().size());
            into.set(input(features, i -> cell(cells, i)));
        }

        private Object cell(InternalRow cells, int i) {
            if (cells.isNullAt(i)) {
                return null;
            }
            if (vectors.get(i)) {
                ArrayData array = cells.getArray(i);
                float[] floats = new float[array.numElements()];
                for (int k = 0; k < floats.length; k++) {
                    floats[k] = array.isNullAt(k) ? Float.NaN : array.getFloat(k);
                }
                return floats;
            }
            return features.columns().get(i).isCategorical()
                    ? cells.getUTF8String(i).toString()
                    : (Object) cells.getDouble(i);
        }
    }

    /** Returns the cells of a table, and then why a row could not be read. */
    private Column[] read(Dataset<?> table) {
        List<Column> read = new ArrayList<>(List.of(cellColumns()));
        read.add(InputColumns.problem(table).as(InputColumns.PROBLEM));
        return read.toArray(Column[]::new);
    }

    private Column[] cellColumns() {
        Column[] cells = new Column[features.columns().size()];
        for (int i = 0; i < cells.length; i++) {
            ColumnFeature feature = features.columns().get(i);
            cells[i] = cell(feature, cellType(feature)).as("c" + i);
        }
        return cells;
    }

    private StructType cellTypes() {
        StructType types = new StructType();
        for (int i = 0; i < features.columns().size(); i++) {
            types = types.add("c" + i, cellType(features.columns().get(i)));
        }
        return types.add(InputColumns.PROBLEM, DataTypes.StringType);
    }

    private DataType cellType(ColumnFeature feature) {
        if (feature.isCategorical()) {
            return DataTypes.StringType;
        }
        DataType type = schema.apply(feature.column()).dataType();
        boolean isVector = type instanceof ArrayType || type.typeName().equals("vector");
        return isVector ? DataTypes.createArrayType(DataTypes.FloatType, true) : DataTypes.DoubleType;
    }

    private Column cell(ColumnFeature feature, DataType type) {
        Column column = col(InputColumns.quoted(feature.column()));
        if (!(type instanceof ArrayType)) {
            return column.cast(type);
        }
        return schema.apply(feature.column()).dataType() instanceof ArrayType
                ? transform(column, number -> number.cast(DataTypes.FloatType))
                : functions.vector_to_array(column, "float32");
    }

    private static InputRow input(Row cells, TableFeatures features) {
        int width = features.columns().size();
        if (!cells.isNullAt(width)) {
            InputRow unreadable = new InputRow();
            unreadable.setProblem(cells.getString(width));
            return unreadable;
        }
        return input(features, i -> cellValue(cells, i));
    }

    private static InputRow input(TableFeatures features, TableFeatures.Cells cells) {
        InputRow input = new InputRow();
        float[] values = new float[features.width()];
        CellProblem problem = features.write(cells, values);
        input.setValues(problem == null ? values : null);
        input.setProblem(problem == null ? null : problem.predicate());
        return input;
    }

    private static Object cellValue(Row cells, int i) {
        if (!(cells.get(i) instanceof scala.collection.Seq)) {
            return cells.get(i);
        }
        List<Float> vector = cells.getList(i);
        float[] floats = new float[vector.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = vector.get(k) == null ? Float.NaN : vector.get(k);
        }
        return floats;
    }
}
