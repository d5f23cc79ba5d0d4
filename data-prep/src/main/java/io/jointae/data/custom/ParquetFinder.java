package io.jointae.data.custom;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CheckedParquet;
import io.jointae.base.parquet.CompleteParquet;
import io.jointae.data.DatasetOutput.StorageRequest;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.RowStorage;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.data.columns.PixelColumn;
import io.jointae.data.source.DecodedImage;
import io.jointae.feature.ScalingKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Finds the rows of Parquet files with a column of arrays of numbers, of ML vectors, or of encoded images, which are bytes
 * or a struct with a field {@code bytes} as in the data sets of Hugging Face. The order of rows is the order of the paths
 * of their files, and then the order in the file.
 */
record ParquetFinder(
        CustomInput input, StorageRequest storage, SparkSession spark, Configuration conf, InputErrors errors) {

    private static final String FILE = "_metadata.file_path";
    private static final String INDEX = "_metadata.row_index";

    private static final String PLACE = "__jointae_file";
    private static final String ORDER = "__jointae_row";

    /** Returns the contents of the files of each split. */
    SourceContents find(Map<Split, Path> splits) throws IOException {
        Map<Split, SourceRows> rows = new EnumMap<>(Split.class);
        List<SourceFile> sources = new ArrayList<>();
        Shape shape = null;
        Boolean sparse = null;
        for (Map.Entry<Split, Path> split : splits.entrySet()) {
            Path path = split.getValue();
            List<FileStatus> files = SplitLayout.files(path.getFileSystem(conf), path);
            files.forEach(file -> sources.add(CustomDatasetPreparation.unhashed(file)));
            if (files.isEmpty()) {
                throw InvalidInputException.of("%s has no files: give a file, or a folder with files.", path);
            }
            Dataset<Row> data = read(files);
            PixelColumn pixels = PixelColumn.of(path, data, input.pixels().column());
            shape = shape == null ? shape(path, data, pixels) : shape;
            sparse = sparse == null ? pixels.isMostlyZero(data) : sparse;
            rows.put(split.getKey(), rows(path, data, pixels, shape, sparse));
        }
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("scale", "pixel = number / " + (float) input.pixels().scale());
        return new SourceContents(rows, shape, List.of(), sources, List.of(), choices);
    }

    private Dataset<Row> read(List<FileStatus> files) throws IOException {
        for (FileStatus file : files) {
            CompleteParquet.require(conf, file);
        }
        String[] paths = files.stream().map(file -> file.getPath().toString()).toArray(String[]::new);
        try {
            return spark.read().format(CheckedParquet.NAME).load(paths);
        } catch (Exception e) {
            // Spark is written in Scala: it throws the checked SparkException without declaring it.
            Optional<InvalidInputException> damaged = CompleteParquet.damagedFooter(conf, files);
            if (damaged.isPresent()) {
                throw damaged.get();
            }
            throw e;
        }
    }

    private Column label(Path path, Dataset<Row> data) {
        String name = input.labelColumn();
        if (name == null) {
            return lit(Example.UNLABELED);
        }
        if (!Arrays.asList(data.columns()).contains(name)) {
            throw InvalidInputException.ofField(
                    "labelColumn", "%s is not a column of %s: choose one of %s.", name, path, List.of(data.columns()));
        }
        DataType type = data.schema().apply(name).dataType();
        if (!List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
                .contains(type)) {
            throw InvalidInputException.of(
                    "%s: the label column '%s' has the type %s instead of a whole number.",
                    path, name, type.simpleString());
        }
        Column label = data.col("`" + name.replace("`", "``") + "`").cast(DataTypes.LongType);
        // A label that is not a valid int becomes Integer.MAX_VALUE, which ParquetRow refuses.
        return when(label.between(0, Integer.MAX_VALUE - 1), label)
                .otherwise(lit(Integer.MAX_VALUE))
                .cast(DataTypes.IntegerType);
    }

    private Shape shape(Path path, Dataset<Row> data, PixelColumn pixels) {
        if (!pixels.isImage()) {
            return CustomDatasetPreparation.shape(input, width(path, data, pixels.numbers()));
        }
        if (input.pixels().size() != null) {
            return input.pixels().size();
        }
        List<Row> first =
                data.select(pixels.image()).where(pixels.image().isNotNull()).takeAsList(1);
        if (first.isEmpty()) {
            throw InvalidInputException.of("%s has no images: check the column of the images.", path);
        }
        try {
            return DecodedImage.decode(new ByteArrayInputStream(first.get(0).getAs(0)))
                    .shape();
        } catch (IOException e) {
            throw new InvalidInputException(
                    path + ": the first image cannot be decoded: " + e.getMessage() + "; give encoded images.", e);
        }
    }

    private static int width(Path path, Dataset<Row> data, Column pixels) {
        List<Row> first = data.select(size(pixels)).takeAsList(1);
        if (first.isEmpty() || first.get(0).getInt(0) < 1) {
            throw InvalidInputException.of(
                    "%s does not start with a row of at least one value: check the column of the pixels.", path);
        }
        return first.get(0).getInt(0);
    }

    private SourceRows rows(Path path, Dataset<Row> data, PixelColumn pixels, Shape shape, boolean sparse) {
        Map<String, Long> firsts = new HashMap<>();
        long count = 0;
        for (Row file : data.groupBy(col(FILE)).count().collectAsList().stream()
                .sorted((a, b) -> a.getString(0).compareTo(b.getString(0)))
                .toList()) {
            firsts.put(file.getString(0), count);
            count += file.getLong(1);
        }
        // Rows are sorted before their vectors become dense.
        Dataset<Row> sorted =
                data.select(col("*"), col(FILE).as(PLACE), col(INDEX).as(ORDER)).sortWithinPartitions(PLACE, ORDER);
        Column label = label(path, data).as("label");
        boolean staySparse = pixels.vector() != null && storage.storage(sparse) == RowStorage.SPARSE;
        JavaRDD<ParquetRow> parquetRows = staySparse
                ? sorted.select(col(PLACE), col(ORDER), label, pixels.vector())
                        .toJavaRDD()
                        .map(ParquetRow::ofVector)
                : sorted.select(
                                col(PLACE).as("file"),
                                col(ORDER).as("index"),
                                label,
                                pixels.numbers().as("pixels"),
                                pixels.image().as("image"))
                        .as(Encoders.bean(ParquetRow.class))
                        .toJavaRDD();
        Conversion conversion = new Conversion(
                firsts,
                shape,
                (float) input.pixels().scale(),
                input.scalingOfQuotients(),
                pixels.isImage(),
                input.pixels().size() != null);
        InputErrors collected = errors;
        JavaRDD<Example> examples =
                parquetRows.mapPartitions(part -> collected.guard(new ExampleIterator(part, conversion)));
        return new SourceRows(examples, count, sparse);
    }

    /**
     * How a row becomes an example.
     *
     * @param firsts the position of the first row of each file
     * @param scaleImages whether images of another size are scaled to the shape
     */
    @DefaultSerializer(JavaSerializer.class)
    private record Conversion(
            Map<String, Long> firsts,
            Shape shape,
            float scale,
            ScalingKind scaling,
            boolean isImage,
            boolean scaleImages)
            implements Serializable {

        Example example(ParquetRow row) {
            if (isImage) {
                row.decode(shape, scaleImages);
            }
            return row.example(firsts.get(row.getFile()), shape.size(), scale, scaling);
        }
    }

    /** Converts the rows to examples. */
    private record ExampleIterator(Iterator<ParquetRow> rows, Conversion conversion) implements Iterator<Example> {

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Example next() {
            return conversion.example(rows.next());
        }
    }
}
