package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.base.text.Count;
import io.jointae.data.DatasetProvenance;
import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Manifest;
import io.jointae.data.ProgressListener;
import io.jointae.data.RowStorage;
import io.jointae.data.Shape;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Prepares the user's own data. Rows never pass through the driver. */
public final class CustomDatasetPreparation {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration conf;
    private final ProgressListener progress;

    /** Creates a preparation that runs its jobs in a Spark session and reports each step. */
    public CustomDatasetPreparation(SparkSession spark, ProgressListener progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.conf = spark.sessionState().newHadoopConf();
        this.progress = progress;
    }

    /**
     * Writes the dataset to {@link CustomDatasetRequest#target()}.
     *
     * @return the manifest of the new dataset
     * @throws InvalidInputException if the output exists or the source is invalid; nothing is written then
     */
    public Manifest run(CustomDatasetRequest request) throws IOException {
        if (!request.output().overwrite()) {
            PendingOutput.refuseExisting(conf, request.target());
        }
        progress.progress(request.name() + ": counting " + request.input().source());
        context.setJobDescription(
                request.name() + ": counting " + request.input().source());
        InputErrors errors = new InputErrors(context);
        SourceContents contents = find(request, errors);
        Map<Split, JavaRDD<Example>> splits = split(request, contents.splits());
        boolean drawn = splits.size() > contents.splits().size();
        SortedMap<String, String> choices = new TreeMap<>(contents.choices());
        choices.put("split", drawn ? describeShares(request, contents) : "those of the source");
        DatasetSpec spec = new DatasetSpec(
                request.name(),
                contents.shape(),
                contents.labelNames().isEmpty()
                        ? DatasetSpec.CLASSES_FROM_LABELS
                        : contents.labelNames().size(),
                contents.labelNames(),
                new DatasetProvenance(
                        contents.files(),
                        "the user's own data, from "
                                + request.input().format().name().toLowerCase(Locale.ROOT),
                        choices,
                        drawn ? request.shares().seed() : null,
                        contents.skipped()),
                request.input().scaling(),
                contents.features());
        boolean isSparse = contents.splits().get(Split.TRAIN).isSparse();
        RowStorage storage = request.output().storage().storage(isSparse);
        return new DatasetWriter(spark, progress, storage)
                .write(request.target(), request.output().overwrite(), spec, splits, errors);
    }

    private SourceContents find(CustomDatasetRequest request, InputErrors errors) throws IOException {
        CustomInput input = request.input();
        long rowsPerFile = request.output().rowsPerFile();
        if (input.isTable()) {
            return new TableFinder(input, request.shares(), spark, conf, errors)
                    .find(SplitLayout.splits(conf, input.source()));
        }
        return switch (input.format()) {
            case IDX -> new IdxFinder(input, context, conf, errors, rowsPerFile).find();
            case CSV -> new CsvFinder(input, context, conf, errors).find(SplitLayout.splits(conf, input.source()));
            case IMAGES ->
                new ImageFinder(input, context, conf, errors, rowsPerFile)
                        .find(SplitLayout.splits(conf, input.source()));
            case PARQUET ->
                new ParquetFinder(input, request.output().storage(), spark, conf, errors)
                        .find(SplitLayout.splits(conf, input.source()));
            case ORC, JSON -> throw new IllegalStateException(input.format() + " is always read as a table");
        };
    }

    private static double share(Map<Split, SourceRows> found, Split split, double share) {
        return found.containsKey(split) ? 0 : share;
    }

    private static String describeShares(CustomDatasetRequest request, SourceContents contents) {
        return String.format(
                Locale.ROOT,
                "drawn from the training rows: %s for validation, %s for test",
                share(contents.splits(), Split.VALID, request.shares().valid()),
                share(contents.splits(), Split.TEST, request.shares().test()));
    }

    /** Returns the splits of the source, and those that are drawn from its training rows because the source lacks them. */
    private static Map<Split, JavaRDD<Example>> split(CustomDatasetRequest request, Map<Split, SourceRows> found) {
        double valid = share(found, Split.VALID, request.shares().valid());
        double test = share(found, Split.TEST, request.shares().test());
        SourceRows train = found.get(Split.TRAIN);
        RandomSplit draw = RandomSplit.of(request.shares(), found.keySet(), train.count());
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (split != Split.TRAIN && found.containsKey(split)) {
                splits.put(split, found.get(split).rows());
            } else if (split == Split.TRAIN || share(found, split, split == Split.VALID ? valid : test) > 0) {
                splits.put(split, drawn(train.rows(), draw, split));
            }
        }
        return splits;
    }

    private static JavaRDD<Example> drawn(JavaRDD<Example> rows, RandomSplit draw, Split split) {
        return rows.mapPartitions(part -> new SplitRows(part, draw.cursor(), split));
    }

    /** Returns the shape of a row: the one that the user chose, if it has as many values, or that of the source. */
    static Shape shape(CustomInput input, Shape found) {
        Shape size = input.pixels().size();
        if (size != null && size.size() != found.size()) {
            throw InvalidInputException.ofField(
                    "size",
                    "%s is %s, but the rows of %s have %d: choose a size of %s, because only images are scaled.",
                    size,
                    Count.of(size.size(), "value"),
                    input.source(),
                    found.size(),
                    Count.of(found.size(), "value"));
        }
        return size == null ? found : size;
    }

    /** Returns the shape of a row of {@code width} values. */
    static Shape shape(CustomInput input, int width) {
        return shape(input, Shape.flat(width));
    }

    /** Returns a source file without a hash, because it can be large; the manifest has the hash of the contents. */
    static SourceFile unhashed(FileStatus file) {
        return new SourceFile(file.getPath().getName(), file.getLen(), SourceFile.UNHASHED, false);
    }
}
