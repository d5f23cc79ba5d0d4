package io.jointae.data.prepare;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.data.DatasetProvenance;
import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.DistributedRows;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Manifest;
import io.jointae.data.ProgressListener;
import io.jointae.data.RowReader;
import io.jointae.data.Split;
import io.jointae.data.source.BroadcastFiles;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Prepares a dataset of the paper: from its official file if the source has it, otherwise from its recipe. */
public final class PaperDatasetPreparation {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration conf;
    private final ProgressListener progress;

    /** Creates a preparation that runs its jobs in a Spark session and reports each step. */
    public PaperDatasetPreparation(SparkSession spark, ProgressListener progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.conf = spark.sessionState().newHadoopConf();
        this.progress = progress;
    }

    /**
     * Writes the dataset to {@link PaperDatasetRequest#target()}.
     *
     * @return the manifest of the new dataset
     * @throws InvalidInputException if the output exists or the source is invalid; nothing is written then
     */
    public Manifest run(PaperDatasetRequest request) throws IOException {
        if (!request.output().overwrite()) {
            PendingOutput.refuseExisting(conf, request.target());
        }
        PaperDataset dataset = request.dataset();
        try (BroadcastFiles broadcasts = new BroadcastFiles(context)) {
            if (request.source() != null) {
                progress.progress(dataset.id() + ": checking " + request.source());
            }
            Optional<ArchiveFiles> files = request.source() == null
                    ? Optional.empty()
                    : ArchiveFiles.find(conf, broadcasts, dataset, request.source());
            if (dataset.recipe() == RecipeKind.MNIST_SPLIT) {
                return mnist(request, broadcasts);
            }
            return files.isPresent() ? official(request, files.get()) : generated(request, broadcasts);
        }
    }

    private Manifest official(PaperDatasetRequest request, ArchiveFiles files) throws IOException {
        PaperDataset dataset = request.dataset();
        refuseCounts(request);
        if (!request.unverified()) {
            files.requireKnownRows();
        }
        Map<String, String> choices =
                Map.of("split", "the last " + dataset.count(Split.VALID) + " rows of the training file are validation");
        DatasetSpec spec = spec(
                dataset,
                DatasetProvenance.of(
                        files.sources(), "official " + dataset.archive().file(), choices, null));
        return write(
                request, spec, files::reader, dataset::count, manifest -> files.review(manifest, request.unverified()));
    }

    private Manifest mnist(PaperDatasetRequest request, BroadcastFiles broadcasts) throws IOException {
        PaperDataset dataset = request.dataset();
        refuseCounts(request);
        if (request.source() == null) {
            throw InvalidInputException.ofField(
                    "source", "is missing: give the folder of the four IDX files of MNIST.");
        }
        MnistFiles files = MnistFiles.open(conf, broadcasts, request);
        Map<String, String> choices =
                Map.of("split", "the last " + dataset.count(Split.VALID) + " training images are validation");
        if (!files.official()) {
            choices = Unverified.addTo(choices);
        }
        DatasetSpec spec = spec(
                dataset, DatasetProvenance.of(files.sources(), dataset.recipe().description(), choices, null));
        Function<Split, RowReader> readers = split -> switch (split) {
            case TRAIN -> files.train();
            case VALID -> files.train().skipping(dataset.count(Split.TRAIN));
            case TEST -> files.test();
        };
        return write(request, spec, readers, dataset::count, UnaryOperator.identity());
    }

    private Manifest generated(PaperDatasetRequest request, BroadcastFiles broadcasts) throws IOException {
        PaperDataset dataset = request.dataset();
        RecipeInputs inputs = RecipeInputs.of(conf, broadcasts, request);
        Map<String, String> choices = new TreeMap<>(inputs.official() ? Map.of() : Unverified.addTo(Map.of()));
        choices.putAll(dataset.recipe().choices());
        choices.put(Manifest.RECIPE_VERSION, String.valueOf(dataset.recipe().version()));
        DatasetSpec spec = spec(
                dataset,
                DatasetProvenance.of(
                        inputs.sources(),
                        "generated, not the official data: " + dataset.recipe().description(),
                        choices,
                        request.seed()));
        return write(
                request,
                spec,
                split -> inputs.recipe().reader(request.seed(), split),
                request::count,
                UnaryOperator.identity());
    }

    private static DatasetSpec spec(PaperDataset dataset, DatasetProvenance provenance) {
        return new DatasetSpec(dataset.paperName(), dataset.shape(), dataset.classes(), List.of(), provenance);
    }

    private static void refuseCounts(PaperDatasetRequest request) {
        if (request.counts() != null) {
            throw InvalidInputException.ofField(
                    "counts",
                    "applies to generated rows only: %s has an official file of a fixed size; leave the counts out.",
                    request.dataset().id());
        }
    }

    private Manifest write(
            PaperDatasetRequest request,
            DatasetSpec spec,
            Function<Split, RowReader> readers,
            Function<Split, Long> counts,
            UnaryOperator<Manifest> review)
            throws IOException {
        InputErrors errors = new InputErrors(context);
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            RowReader reader = readers.apply(split);
            splits.put(
                    split,
                    DistributedRows.of(
                            context,
                            reader,
                            counts.apply(split),
                            request.output().rowsPerFile(),
                            errors));
        }
        return new DatasetWriter(spark, progress, request.output().storage().storage(false))
                .write(request.target(), request.output().overwrite(), spec, splits, errors, review);
    }
}
