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
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Prepares a dataset of the catalogue: from its official file where the source has it, else from its recipe. */
public final class Preparation {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration conf;
    private final ProgressListener progress;

    public Preparation(SparkSession spark, ProgressListener progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.conf = spark.sessionState().newHadoopConf();
        this.progress = progress;
    }

    /**
     * Writes the dataset into {@link PrepareRequest#target()}.
     *
     * @throws InvalidInputException if the output exists or the source is not what it should be; nothing is then written
     */
    public Manifest run(PrepareRequest request) throws IOException {
        if (!request.overwrite()) {
            PendingOutput.refuseExisting(conf, request.target());
        }
        PaperDataset entry = request.entry();
        try (BroadcastFiles shipment = new BroadcastFiles(context)) {
            Path zip = request.source() == null ? null : ArchiveFiles.find(conf, entry, request.source());
            if (entry.kind() == RecipeKind.MNIST_SPLIT) {
                return mnist(request, shipment);
            }
            return zip == null ? made(request, shipment) : official(request, shipment, zip);
        }
    }

    private Manifest official(PrepareRequest request, BroadcastFiles shipment, Path zip) throws IOException {
        PaperDataset entry = request.entry();
        refuseCounts(request);
        progress.progress(entry.command() + ": checking " + zip);
        ArchiveFiles files = ArchiveFiles.open(shipment, entry, zip);
        Map<String, String> choices =
                Map.of("split", "the last " + entry.count(Split.VALID) + " rows of the training file are validation");
        DatasetSpec draft = spec(
                entry,
                DatasetProvenance.of(
                        List.of(files.source()), "official " + entry.archive().file(), choices, null));
        return write(request, draft, files::reader, entry::count);
    }

    private Manifest mnist(PrepareRequest request, BroadcastFiles shipment) throws IOException {
        PaperDataset entry = request.entry();
        refuseCounts(request);
        if (request.source() == null) {
            throw new InvalidInputException("mnist needs --source: the folder of its four IDX files");
        }
        progress.progress(entry.command() + ": checking " + request.source());
        MnistFiles files = MnistFiles.open(conf, shipment, request.source());
        TreeMap<String, String> choices = new TreeMap<>();
        choices.put("split", "the last " + entry.count(Split.VALID) + " training images are validation");
        if (!files.official()) {
            choices.put("source", "the files are not the published ones (their SHA-256 differ)");
            progress.progress(entry.command() + ": warning: these are not the published files, by their SHA-256");
        }
        DatasetSpec draft = spec(entry, DatasetProvenance.of(files.sources(), entry.recipe(), choices, null));
        Function<Split, RowReader> readers = split -> switch (split) {
            case TRAIN -> files.train();
            case VALID -> files.train().skipping(entry.count(Split.TRAIN));
            case TEST -> files.test();
        };
        return write(request, draft, readers, entry::count);
    }

    private Manifest made(PrepareRequest request, BroadcastFiles shipment) throws IOException {
        PaperDataset entry = request.entry();
        RecipeInputs made = RecipeInputs.of(conf, shipment, request);
        DatasetSpec draft = spec(
                entry,
                DatasetProvenance.of(
                        made.sources(),
                        "made here, not the official data: " + entry.recipe(),
                        entry.kind().choices(),
                        request.seed()));
        return write(request, draft, split -> made.recipe().reader(request.seed(), split), request::count);
    }

    private static DatasetSpec spec(PaperDataset entry, DatasetProvenance provenance) {
        return new DatasetSpec(entry.paper(), entry.shape(), entry.classes(), List.of(), provenance);
    }

    private static void refuseCounts(PrepareRequest request) {
        if (request.counts() != null) {
            throw InvalidInputException.of(
                    "--counts is for data made from a recipe: %s has an official file with its own sizes",
                    request.entry().command());
        }
    }

    private Manifest write(
            PrepareRequest request, DatasetSpec draft, Function<Split, RowReader> readers, Function<Split, Long> counts)
            throws IOException {
        InputErrors mistakes = new InputErrors(context);
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            RowReader reader = readers.apply(split);
            splits.put(
                    split, DistributedRows.of(context, reader, counts.apply(split), request.rowsPerFile(), mistakes));
        }
        return new DatasetWriter(spark, progress).write(request.target(), request.overwrite(), draft, splits, mistakes);
    }
}
