package io.jointae.data.custom;

import static org.apache.spark.sql.functions.col;

import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CompleteParquet;
import io.jointae.data.InputErrors;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.columns.ExampleOfRow;
import io.jointae.data.columns.FeatureFit;
import io.jointae.data.columns.NumberedTable;
import io.jointae.data.columns.PlacedRow;
import io.jointae.data.columns.TableCheck;
import io.jointae.data.columns.TableColumns;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.columns.TableReader;
import io.jointae.feature.TableFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the rows of tables whose columns become features: CSV files with a header, Parquet, ORC and JSON lines. Everything
 * that the features depend on is measured on the training rows.
 */
record TableFinder(CustomInput input, SplitShares shares, SparkSession spark, Configuration conf, InputErrors errors) {

    private static final List<DataType> WHOLE_NUMBERS =
            List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

    /** Returns the contents of the files of each split. */
    SourceContents find(Map<Split, Path> splits) throws IOException {
        List<SourceFile> sources = new ArrayList<>();
        Map<Split, Dataset<Row>> tables = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (splits.containsKey(split)) {
                Dataset<Row> train = tables.get(Split.TRAIN);
                tables.put(split, read(splits.get(split), train == null ? null : train.schema(), sources));
            }
        }
        StructType schema = tables.get(Split.TRAIN).schema();
        check(tables.get(Split.TRAIN), splits.get(Split.TRAIN));
        TableColumns columns =
                TableColumns.of(input.source(), TableReader.userColumns(schema), input.table(), input.labelColumn());
        boolean textLabels = labelIsText(schema);
        Map<Split, NumberedTable> numbered = new EnumMap<>(Split.class);
        tables.forEach((split, table) -> numbered.put(
                split, NumberedTable.of(table, selected(columns, splits.get(split), table.schema()), errors)));
        NumberedTable train = numbered.get(Split.TRAIN);
        if (train.count() == 0) {
            throw InvalidInputException.ofField(
                    "source", "%s has no rows: give a table that has some.", input.source());
        }
        JavaRDD<PlacedRow> training = training(train, splits);
        int width = columns.names().size();
        FeatureFit fit = new FeatureFit(
                input.source(), columns, input.table(), input.scaling().keepConstant());
        TableFeatures features = reporting(() -> fit.fit(spark, training.map(row -> cut(row.cells(), width))));
        List<String> labels = textLabels ? reporting(() -> labels(training, width)) : List.of();
        ExampleOfRow conversion = new ExampleOfRow(
                features, input.scaling().kind(), input.labelColumn() == null ? -1 : width, textLabels ? labels : null);
        InputErrors collected = errors;
        Map<Split, SourceRows> rows = new EnumMap<>(Split.class);
        numbered.forEach((split, table) -> rows.put(
                split,
                new SourceRows(
                        table.readable(collected).mapPartitions(part -> collected.guard(conversion.of(part))),
                        table.count())));
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("missing values", input.table().missing().name().toLowerCase(Locale.ROOT));
        return new SourceContents(
                rows,
                CustomDatasetPreparation.shape(input, features.width()),
                labels,
                sources,
                List.of(),
                choices,
                features);
    }

    /** Explains what is wrong with the training rows where their columns cannot be the features of the request. */
    private void check(Dataset<Row> train, Path path) throws IOException {
        reader().requireColumns(files(path), input.source(), train.schema());
        new TableCheck(input.source())
                .requireNumbers(train, TableReader.userColumns(train.schema()), input.table(), input.labelColumn());
    }

    private TableReader reader() {
        TableFormat format = TableFormat.valueOf(input.format().name());
        return new TableReader(spark, format, input.csv().delimiter(), true);
    }

    private TableReader.Files files(Path path) throws IOException {
        List<String> paths = SplitLayout.files(path.getFileSystem(conf), path).stream()
                .map(file -> file.getPath().toString())
                .toList();
        return new TableReader.Files(path.toString(), paths, Optional.empty());
    }

    private Dataset<Row> read(Path path, StructType trainSchema, List<SourceFile> sources) throws IOException {
        List<FileStatus> files = SplitLayout.files(path.getFileSystem(conf), path);
        if (files.isEmpty()) {
            throw InvalidInputException.of("%s has no files: give a file, or a folder with files.", path);
        }
        TableReader reader = reader();
        for (FileStatus file : files) {
            sources.add(CustomDatasetPreparation.unhashed(file));
            if (reader.format() == TableFormat.PARQUET) {
                CompleteParquet.require(conf, file);
            }
        }
        TableReader.Files paths = files(path);
        try {
            return trainSchema == null
                    ? reader.read(paths, types -> TableColumns.withTexts(types, input.table()))
                    : reader.read(paths, trainSchema);
        } catch (InvalidInputException e) {
            Optional<InvalidInputException> damaged = reader.format() == TableFormat.PARQUET
                    ? CompleteParquet.damagedFooter(conf, files)
                    : Optional.empty();
            throw damaged.orElse(e);
        }
    }

    private boolean labelIsText(StructType schema) {
        String name = input.labelColumn();
        if (name == null) {
            return false;
        }
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw InvalidInputException.ofField(
                    "labelColumn",
                    "%s is not a column of %s: choose one of %s.",
                    name,
                    input.source(),
                    List.of(TableReader.userColumns(schema).fieldNames()));
        }
        DataType type = schema.apply(name).dataType();
        if (!(type instanceof StringType) && !WHOLE_NUMBERS.contains(type)) {
            throw InvalidInputException.of(
                    "%s: the label column '%s' has the type %s instead of a whole number or a text.",
                    input.source(), name, type.simpleString());
        }
        return type instanceof StringType;
    }

    /** Returns the columns of the features and then that of the label. */
    private Column[] selected(TableColumns columns, Path path, StructType schema) {
        List<Column> selected = new ArrayList<>(List.of(columns.select(path.toString(), schema)));
        if (input.labelColumn() != null) {
            labelIsText(schema);
            Column label = col("`" + input.labelColumn().replace("`", "``") + "`");
            DataType type = schema.apply(input.labelColumn()).dataType();
            selected.add((type instanceof StringType ? label : label.cast(DataTypes.LongType)).as("label"));
        }
        return selected.toArray(Column[]::new);
    }

    /** Returns the rows that become training rows: those that are not drawn for a split that the source lacks. */
    private JavaRDD<PlacedRow> training(NumberedTable train, Map<Split, Path> splits) {
        RandomSplit draw = RandomSplit.of(shares, splits.keySet(), train.count());
        return train.readable(errors).mapPartitions(part -> {
            RandomSplit.Cursor cursor = draw.cursor();
            Iterable<PlacedRow> rows = () -> part;
            return StreamSupport.stream(rows.spliterator(), false)
                    .filter(row -> cursor.split(row.position()) == Split.TRAIN)
                    .iterator();
        });
    }

    private static Row cut(Row row, int cells) {
        return RowFactory.create(IntStream.range(0, cells).mapToObj(row::get).toArray());
    }

    private static List<String> labels(JavaRDD<PlacedRow> training, int label) {
        return training
                .map(row -> row.cells().getString(label))
                .filter(text -> text != null)
                .distinct()
                .collect()
                .stream()
                .sorted()
                .toList();
    }

    /** A step that runs Spark jobs on the rows. */
    private interface Step<T> {
        T run();
    }

    /** Runs a step, and prefers what the tasks say of the rows to what the step says of their sum. */
    private <T> T reporting(Step<T> step) {
        try {
            T result = step.run();
            errors.throwIfAny();
            return result;
        } catch (InvalidInputException e) {
            errors.throwIfAny();
            throw e;
        }
    }
}
