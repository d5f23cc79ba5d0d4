package io.jointae.score;

import io.jointae.data.InputErrors;
import io.jointae.data.columns.NumberedTable;
import io.jointae.data.columns.PlacedRow;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.columns.TableReader;
import io.jointae.encode.column.InputColumns;
import io.jointae.feature.ColumnFeature;
import io.jointae.feature.TableFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of CSV, ORC and JSON files with their places. The readers of these formats do not know the position of a row in
 * its file, so that the rows are counted first.
 *
 * @param rows the columns of the files with {@link InputColumns#FILE}, {@link InputColumns#ROW} and {@link InputColumns#PROBLEM}
 * @param count the number of rows
 */
record LocatedTable(Dataset<Row> rows, long count) {

    /**
     * Reads the files.
     *
     * @param format the format of the files
     * @param input how the files are read
     * @param features the columns that the model keeps
     * @param errors receives the errors of tasks
     */
    static LocatedTable of(
            SparkSession spark,
            TableFormat format,
            InputFiles files,
            ScoreInput input,
            TableFeatures features,
            InputErrors errors) {
        boolean header = input.csv().header() || !features.isNone();
        TableReader reader = new TableReader(spark, format, input.csv().delimiter(), header);
        List<String> paths = Arrays.asList(files.tablePaths());
        TableReader.Files read = new TableReader.Files(String.join(",", paths), paths, files.base());
        Dataset<Row> table = reader.read(read, types -> typed(types, features));
        reader.requireColumns(read, read.source(), table.schema());
        StructType schema = TableReader.userColumns(table.schema());
        Column[] columns = Arrays.stream(schema.fieldNames())
                .map(name -> functions.col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        NumberedTable numbered = NumberedTable.of(table, columns, errors);
        int cells = columns.length;
        JavaRDD<Row> rows = numbered.rows().map(row -> located(row, cells));
        StructType located = schema.add(InputColumns.FILE, DataTypes.StringType)
                .add(InputColumns.ROW, DataTypes.LongType)
                .add(InputColumns.PROBLEM, DataTypes.StringType);
        return new LocatedTable(spark.createDataFrame(rows, located), numbered.count());
    }

    private static Row located(PlacedRow row, int cells) {
        Object[] values = new Object[cells + 3];
        for (int i = 0; i < cells; i++) {
            values[i] = row.cells().get(i);
        }
        values[cells] = row.file();
        values[cells + 1] = row.number() - 1;
        values[cells + 2] = row.problem();
        return RowFactory.create(values);
    }

    /**
     * Returns the types of the columns of texts as the model reads them. One text in a column of numbers makes its own row
     * invalid, and not the whole column a column of texts.
     */
    private static StructType typed(StructType found, TableFeatures features) {
        Map<String, ColumnFeature> kept =
                features.columns().stream().collect(Collectors.toMap(ColumnFeature::column, Function.identity()));
        StructType types = new StructType();
        for (StructField field : found.fields()) {
            types = types.add(field.name(), type(field.dataType(), kept.get(field.name())), true);
        }
        return types;
    }

    private static DataType type(DataType found, ColumnFeature kept) {
        if (kept != null && kept.isCategorical()) {
            return DataTypes.StringType;
        }
        if (kept != null && kept.size() == 1 && found instanceof StringType) {
            return DataTypes.DoubleType;
        }
        return found instanceof ArrayType array && array.elementType() instanceof NumericType
                ? DataTypes.createArrayType(DataTypes.DoubleType)
                : found;
    }
}
