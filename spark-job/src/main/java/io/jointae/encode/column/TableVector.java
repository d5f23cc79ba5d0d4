package io.jointae.encode.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.CellProblem;
import io.jointae.feature.ColumnFeature;
import io.jointae.feature.TableFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
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

    private TableVector(TableFeatures features, StructType schema) {
        this.features = features;
        this.schema = schema;
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
                        "the table has no column %s, which the model reads: its columns are %s.",
                        feature.column(), names);
            }
            DataType type = schema.apply(feature.column()).dataType();
            boolean isNumber = type instanceof NumericType || type == DataTypes.BooleanType;
            boolean fits = feature.isCategorical()
                    ? isNumber || type == DataTypes.StringType || type == DataTypes.DateType
                    : isNumber || type instanceof ArrayType || type.typeName().equals("vector");
            if (!fits) {
                throw InvalidInputException.of(
                        "column %s has the type %s, but the model reads %s: convert the column.",
                        feature.column(), type.simpleString(), feature.isCategorical() ? "categories" : "numbers");
            }
        }
        return new TableVector(features, schema);
    }

    @Override
    public String name() {
        return features.columns().stream().map(ColumnFeature::column).collect(Collectors.joining(","));
    }

    @Override
    public boolean replaces(String column) {
        return false;
    }

    @Override
    public Dataset<Tuple2<Row, InputRow>> pairs(Dataset<?> table, StructType carried) {
        Column[] columns = Arrays.stream(carried.fieldNames())
                .map(name -> col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        StructType cells = new StructType();
        Column[] read = new Column[features.columns().size()];
        for (int i = 0; i < read.length; i++) {
            ColumnFeature feature = features.columns().get(i);
            DataType type = cellType(feature);
            cells = cells.add("c" + i, type);
            read[i] = cell(feature, type).as("c" + i);
        }
        TableFeatures applied = features;
        return table.select(struct(columns).as(CARRIED), struct(read).as(INPUT))
                .as(Encoders.tuple(Encoders.row(carried), Encoders.row(cells)))
                .map(
                        (MapFunction<Tuple2<Row, Row>, Tuple2<Row, InputRow>>)
                                row -> new Tuple2<>(row._1(), input(row._2(), applied)),
                        Encoders.tuple(Encoders.row(carried), Encoders.bean(InputRow.class)));
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
        InputRow input = new InputRow();
        float[] values = new float[features.width()];
        CellProblem problem = features.write(i -> cellValue(cells, i), values);
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
