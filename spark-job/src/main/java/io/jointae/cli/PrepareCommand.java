package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.cli.options.CustomDatasetOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.Manifest;
import io.jointae.data.Split;
import io.jointae.data.custom.CustomDatasetRequest;
import io.jointae.data.custom.CustomPreparation;
import io.jointae.data.prepare.Catalogue;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.data.prepare.Preparation;
import io.jointae.data.prepare.PrepareRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prepare NAME... --out DIR}: Parquet and a manifest in {@code DIR/NAME}. */
@Command(
        name = "prepare",
        description = "Writes datasets as Parquet with a manifest into DIR/NAME, which is what --data takes.")
final class PrepareCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private OutputOptions output;

    @ArgGroup(exclusive = false, heading = "Your own data:%n")
    private CustomDatasetOptions own = new CustomDatasetOptions();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Datasets of the paper: see the command datasets.")
    private List<String> names;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where DIR/NAME appears.")
    private String out;

    @Option(
            names = "--source",
            paramLabel = "DIR_OR_ZIP",
            description = "The official zip, or a folder with the zips or with MNIST's IDX files."
                    + " Without it, data that can be made from nothing are.")
    private String source;

    @Option(names = "--backgrounds", paramLabel = "DIR", description = "A folder of images, for recipes that use them.")
    private String backgrounds;

    @Option(names = "--seed", defaultValue = "1", description = "Of made data. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--counts",
            split = ",",
            paramLabel = "TRAIN,VALID,TEST",
            description = "Rows of made data. Default: the paper's.")
    private List<Long> counts;

    @Option(
            names = "--rows-per-file",
            defaultValue = "" + PrepareRequest.ROWS_PER_FILE,
            description = "About how many rows a Parquet file holds. Default: ${DEFAULT-VALUE}.")
    private long rowsPerFile;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        return own.given() ? prepareOwn() : preparePaper();
    }

    private int prepareOwn() throws IOException {
        if (names.size() != 1) {
            throw InvalidInputException.of("--format prepares one dataset, not %d: give one NAME", names.size());
        }
        if (counts != null || backgrounds != null) {
            throw new InvalidInputException("--counts and --backgrounds are for the paper's datasets: leave them out");
        }
        CustomDatasetRequest request = own.request(names.get(0), source, out, seed, rowsPerFile, overwrite);
        SparkSession spark = SparkSessions.session("prepare " + request.name());
        say(request.target(), new CustomPreparation(spark, output::progress).run(request));
        return 0;
    }

    private int preparePaper() throws IOException {
        own.refuseUnused();
        List<PrepareRequest> requests = requests();
        SparkSession spark = SparkSessions.session("prepare " + String.join(" ", names));
        for (PrepareRequest request : requests) {
            if (!overwrite) {
                PendingOutput.refuseExisting(spark.sessionState().newHadoopConf(), request.target());
            }
        }
        Preparation preparation = new Preparation(spark, output::progress);
        for (PrepareRequest request : requests) {
            say(request.target(), preparation.run(request));
        }
        return 0;
    }

    private void say(String target, Manifest manifest) {
        output.lines(List.of(new Prepared(target, manifest)), words(target, manifest));
    }

    @Override
    public List<String> outputFolders() {
        return requests().stream().map(PrepareRequest::target).toList();
    }

    private List<PrepareRequest> requests() {
        Map<Split, Long> rows = rows();
        List<PrepareRequest> requests = new ArrayList<>();
        for (String name : names) {
            PaperDataset entry = Catalogue.get(name);
            requests.add(new PrepareRequest(entry, out, source, backgrounds, seed, rows, rowsPerFile, overwrite));
        }
        return requests;
    }

    private Map<Split, Long> rows() {
        if (counts == null) {
            return null;
        }
        if (counts.size() != Split.values().length || counts.stream().anyMatch(count -> count < 1)) {
            throw new InvalidInputException("--counts takes three positive numbers: TRAIN,VALID,TEST");
        }
        Map<Split, Long> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, counts.get(split.ordinal()));
        }
        return rows;
    }

    private static String words(String target, Manifest manifest) {
        return String.format(
                "%s: %,d train, %,d valid, %,d test rows of %s, %d classes, in %s",
                manifest.name(),
                manifest.count(Split.TRAIN),
                manifest.count(Split.VALID),
                manifest.count(Split.TEST),
                manifest.shape(),
                manifest.classes(),
                target);
    }

    /** What {@code --json} says of a dataset that is ready. */
    private record Prepared(String dataset, String data, Map<Split, Long> counts, int classes, String hash) {
        Prepared(String target, Manifest manifest) {
            this(manifest.name(), target, manifest.counts(), manifest.classes(), manifest.hash());
        }
    }
}
