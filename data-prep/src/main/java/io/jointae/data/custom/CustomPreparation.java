package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.data.DatasetProvenance;
import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Manifest;
import io.jointae.data.ProgressListener;
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

/** Prepares the user's own data; no row passes through the driver. */
public final class CustomPreparation {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration conf;
    private final ProgressListener progress;

    public CustomPreparation(SparkSession spark, ProgressListener progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.conf = spark.sessionState().newHadoopConf();
        this.progress = progress;
    }

    /**
     * Writes the dataset into {@link CustomDatasetRequest#target()}.
     *
     * @throws InvalidInputException if the output exists or the source is not what it should be; nothing is then written
     */
    public Manifest run(CustomDatasetRequest request) throws IOException {
        if (!request.overwrite()) {
            PendingOutput.refuseExisting(conf, request.target());
        }
        progress.progress(request.name() + ": counting " + request.source());
        context.setJobDescription(request.name() + ": counting " + request.source());
        InputErrors mistakes = new InputErrors(context);
        CustomSource source = find(request, mistakes);
        Map<Split, JavaRDD<Example>> splits = split(request, source.parts());
        boolean drawn = splits.size() > source.parts().size();
        SortedMap<String, String> choices = new TreeMap<>(source.choices());
        choices.put("split", drawn ? shares(request, source) : "as the source has it");
        DatasetSpec draft = new DatasetSpec(
                request.name(),
                source.shape(),
                source.labelNames().isEmpty()
                        ? DatasetSpec.CLASSES_FROM_LABELS
                        : source.labelNames().size(),
                source.labelNames(),
                new DatasetProvenance(
                        source.files(),
                        "the user's own data, from " + request.format().name().toLowerCase(Locale.ROOT),
                        choices,
                        drawn ? request.seed() : null,
                        source.skipped()));
        return new DatasetWriter(spark, progress).write(request.target(), request.overwrite(), draft, splits, mistakes);
    }

    private CustomSource find(CustomDatasetRequest request, InputErrors mistakes) throws IOException {
        return switch (request.format()) {
            case IDX -> new IdxFinder(request, context, conf, mistakes).find();
            case CSV ->
                new CsvFinder(request, context, conf, mistakes).find(SplitLayout.splits(conf, request.source()));
            case IMAGES ->
                new ImageFinder(request, context, conf, mistakes).find(SplitLayout.splits(conf, request.source()));
            case PARQUET ->
                new ParquetFinder(request, spark, conf, mistakes).find(SplitLayout.splits(conf, request.source()));
        };
    }

    private static double share(Map<Split, SourceRows> parts, Split split, double share) {
        return parts.containsKey(split) ? 0 : share;
    }

    private static String shares(CustomDatasetRequest request, CustomSource source) {
        return String.format(
                Locale.ROOT,
                "drawn from the training rows: %s for validation, %s for test",
                share(source.parts(), Split.VALID, request.validShare()),
                share(source.parts(), Split.TEST, request.testShare()));
    }

    /** The source's own splits, and what is drawn from its training rows for those that it lacks. */
    private static Map<Split, JavaRDD<Example>> split(CustomDatasetRequest request, Map<Split, SourceRows> parts) {
        double valid = share(parts, Split.VALID, request.validShare());
        double test = share(parts, Split.TEST, request.testShare());
        SourceRows train = parts.get(Split.TRAIN);
        RandomSplit draw = new RandomSplit(request.seed(), train.count(), valid, test);
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            if (split != Split.TRAIN && parts.containsKey(split)) {
                splits.put(split, parts.get(split).rows());
            } else if (split == Split.TRAIN || share(parts, split, split == Split.VALID ? valid : test) > 0) {
                splits.put(split, drawn(train.rows(), draw, split));
            }
        }
        return splits;
    }

    private static JavaRDD<Example> drawn(JavaRDD<Example> rows, RandomSplit draw, Split split) {
        return rows.mapPartitions(part -> new SplitRows(part, draw.cursor(), split));
    }

    /** Size of a row: the user's, which must fit, or the source's. */
    static Shape shape(CustomDatasetRequest request, Shape found) {
        if (request.size() != null && request.size().size() != found.size()) {
            throw InvalidInputException.of(
                    "--size %s is %d values, but the rows of %s have %d: only images are scaled",
                    request.size(), request.size().size(), request.source(), found.size());
        }
        return request.size() == null ? found : request.size();
    }

    static Shape shape(CustomDatasetRequest request, int width) {
        return shape(request, Shape.flat(width));
    }

    /** The user's files may be of any size: the contents are hashed instead. */
    static SourceFile unhashed(FileStatus file) {
        return new SourceFile(file.getPath().getName(), file.getLen(), SourceFile.UNHASHED, false);
    }
}
