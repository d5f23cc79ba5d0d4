package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.CustomDatasetOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.data.DatasetOutput;
import io.jointae.data.DatasetOutput.StorageRequest;
import io.jointae.data.Manifest;
import io.jointae.data.Split;
import io.jointae.data.custom.CustomDatasetPreparation;
import io.jointae.data.custom.CustomDatasetRequest;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code prepare}: writes datasets as Parquet files with a manifest. */
@Command(
        name = "prepare",
        description = {
            "Prepares datasets for training: writes Parquet files with a verified manifest.",
            "",
            "Each dataset is written to OUT/NAME, the folder that other commands take as --data. NAME is a dataset of the"
                    + " paper (the command datasets lists them), or with --format any name for your own data.",
            "",
            "Your own data can come with its own splits: subfolders or files of --source that are named train, valid (or"
                    + " validation) and test, such as train.csv, test/ or split=train/. Rows for a split that the source"
                    + " does not have are drawn from train, as --valid and --test say. A source without such names is"
                    + " train as a whole."
        },
        footer = {
            "  deploy/submit prepare rectangles --out=data",
            "  deploy/submit prepare digits --out=data --format=csv --source=digits.csv \\",
            "      --label-column=1 --scale=255"
        })
final class PrepareCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private OutputOptions output;

    @Mixin
    private CustomDatasetOptions custom;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Selects datasets of the paper, or gives one name to your own data.")
    private List<String> names;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Writes each dataset to a folder NAME in this folder.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--source",
            paramLabel = "PATH",
            description =
                    "Reads the data from here: an official zip file, a folder with official zip files, with extracted .amat"
                            + " files or with the IDX files of MNIST, or the file or folder of your own data. Without this option, datasets that"
                            + " need no source are generated.")
    private String source;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--backgrounds",
            paramLabel = "DIR",
            description = "Reads photographs from this folder, for generated datasets with image backgrounds.")
    private String backgrounds;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds generated data and splits that are drawn. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--counts",
            split = ",",
            paramLabel = "TRAIN,VALID,TEST",
            description =
                    "Sets the numbers of rows of generated data. Each must be 1 or more. Default: the numbers of the paper.")
    private List<Long> counts;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--rows-per-file",
            paramLabel = "N",
            defaultValue = "" + DatasetOutput.DEFAULT_ROWS_PER_FILE,
            description =
                    "Sets the approximate number of rows per Parquet file. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private long rowsPerFile;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--storage",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "Selects how the files store the values of a row: all of them (dense), or only those that are not 0"
                            + " (sparse). By default (auto), vectors of Spark ML of which at most a tenth is not 0 in the"
                            + " first 1,000 rows are stored sparse, and everything else dense. Models have the same"
                            + " parameters with both. Default: ${DEFAULT-VALUE}.")
    private StorageRequest storage;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--unverified",
            description =
                    "Accepts files that are not known to have the official rows of a dataset of the paper. The manifest and"
                            + " every result say so.")
    private boolean unverified;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces existing datasets.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        return custom.isGiven() ? prepareCustom() : preparePaper();
    }

    private int prepareCustom() throws IOException {
        if (names.size() != 1) {
            throw InvalidInputException.of(
                    "--format prepares one dataset, but %d names are given: give one name.", names.size());
        }
        if (counts != null || backgrounds != null) {
            throw new InvalidInputException(
                    "--counts and --backgrounds apply to generated datasets only: leave them out, or leave out --format.");
        }
        if (unverified) {
            throw new InvalidInputException(
                    "--unverified applies to datasets of the paper only: leave it out, or leave out --format.");
        }
        CustomDatasetRequest request = custom.request(names.get(0), source, seed, outputs());
        SparkSession spark = SparkSessions.session("prepare " + request.name());
        print(request.target(), new CustomDatasetPreparation(spark, output::progress).run(request));
        return 0;
    }

    private int preparePaper() throws IOException {
        custom.refuseUnused();
        List<PaperDatasetRequest> requests = requests();
        SparkSession spark = SparkSessions.session("prepare " + String.join(" ", names));
        for (PaperDatasetRequest request : requests) {
            if (!overwrite) {
                PendingOutput.refuseExisting(spark.sessionState().newHadoopConf(), request.target());
            }
        }
        PaperDatasetPreparation preparation = new PaperDatasetPreparation(spark, output::progress);
        for (PaperDatasetRequest request : requests) {
            print(request.target(), preparation.run(request));
        }
        return 0;
    }

    private void print(String target, Manifest manifest) {
        output.results(List.of(new Prepared(target, manifest)), describe(target, manifest));
    }

    @Override
    public List<String> outputFolders() {
        return requests().stream().map(PaperDatasetRequest::target).toList();
    }

    private DatasetOutput outputs() {
        return new DatasetOutput(out, overwrite, rowsPerFile, storage);
    }

    private List<PaperDatasetRequest> requests() {
        Map<Split, Long> rows = rows();
        List<PaperDatasetRequest> requests = new ArrayList<>();
        for (String name : names) {
            PaperDataset dataset = Catalog.get(name);
            requests.add(new PaperDatasetRequest(dataset, source, backgrounds, rows, seed, unverified, outputs()));
        }
        return requests;
    }

    private Map<Split, Long> rows() {
        if (counts == null) {
            return null;
        }
        if (counts.size() != Split.values().length || counts.stream().anyMatch(count -> count < 1)) {
            throw new InvalidInputException(
                    "--counts needs three positive numbers, such as 1000,200,500: rows for train, valid and test.");
        }
        Map<Split, Long> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            rows.put(split, counts.get(split.ordinal()));
        }
        return rows;
    }

    private static String describe(String target, Manifest manifest) {
        return String.format(
                "%s: %,d train, %,d valid and %,d test rows of %s, %s. The dataset is in %s.",
                manifest.name(),
                manifest.count(Split.TRAIN),
                manifest.count(Split.VALID),
                manifest.count(Split.TEST),
                manifest.shape(),
                Count.of(manifest.classes(), "class", "classes"),
                target);
    }

    /** The line of {@code --json} about a prepared dataset. */
    private record Prepared(String dataset, String data, Map<Split, Long> counts, int classes, String hash) {
        Prepared(String target, Manifest manifest) {
            this(manifest.name(), target, manifest.counts(), manifest.classes(), manifest.hash());
        }
    }
}
