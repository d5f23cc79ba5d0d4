package io.jointae.testing;

import io.jointae.data.DatasetProvenance;
import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a small prepared dataset of {@link Bars}. Every setting has a default:
 *
 * <pre>{@code
 * String dir = DatasetBuilder.bars().train(300).test(40).width(12).write(spark, folder);
 * }</pre>
 */
public final class DatasetBuilder {

    private static final String NAME = "bars";

    private final Map<Split, Integer> counts = new EnumMap<>(Map.of(Split.TRAIN, 60, Split.VALID, 20, Split.TEST, 20));
    private int width = 20;
    private int classes = 2;
    private int filesPerSplit = 1;

    private DatasetBuilder() {}

    /** Returns a builder for 60 training, 20 validation and 20 test rows of 20 pixels in two classes. */
    public static DatasetBuilder bars() {
        return new DatasetBuilder();
    }

    /** Sets the number of training rows. */
    public DatasetBuilder train(int count) {
        counts.put(Split.TRAIN, count);
        return this;
    }

    /** Sets the number of validation rows; 0 leaves the split empty. */
    public DatasetBuilder valid(int count) {
        counts.put(Split.VALID, count);
        return this;
    }

    /** Sets the number of test rows; 0 leaves the split empty. */
    public DatasetBuilder test(int count) {
        counts.put(Split.TEST, count);
        return this;
    }

    /** Sets the number of pixels per row. */
    public DatasetBuilder width(int pixels) {
        width = pixels;
        return this;
    }

    /** Sets the number of classes: 2, or 0 for rows without labels. */
    public DatasetBuilder classes(int count) {
        classes = count;
        return this;
    }

    /** Sets the number of Parquet files per split. */
    public DatasetBuilder filesPerSplit(int count) {
        filesPerSplit = count;
        return this;
    }

    /** Writes the dataset to {@code folder/bars} and returns that path. */
    public String write(SparkSession spark, Path folder) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            // Every split has a seed of its own: 1 for training, 2 for validation, 3 for test.
            List<Example> rows = Bars.examples(counts.get(split), width, split.ordinal() + 1);
            if (classes == 0) {
                rows.forEach(row -> row.setLabel(Example.UNLABELED));
            }
            splits.put(split, context.parallelize(rows, filesPerSplit));
        }
        DatasetProvenance provenance = DatasetProvenance.of(List.of(), NAME, Map.of(), 1L);
        DatasetSpec spec = new DatasetSpec(NAME, Shape.flat(width), classes, List.of(), provenance);
        String target = folder.resolve(NAME).toString();
        new DatasetWriter(spark, message -> {}).write(target, false, spec, splits, new InputErrors(context));
        return target;
    }
}
