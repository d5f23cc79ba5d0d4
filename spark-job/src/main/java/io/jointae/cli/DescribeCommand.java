package io.jointae.cli;

import io.jointae.base.AtomicFile;
import io.jointae.base.PendingOutput;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ContentsFlag;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.describe.DatasetDescription;
import io.jointae.data.describe.LabelSheet;
import io.jointae.data.describe.SplitSummary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code describe}: summarizes a prepared dataset in numbers and in a picture. */
@Command(
        name = "describe",
        customSynopsis = "jointae describe --data=DIR [OPTIONS]",
        description = {
            "Summarizes a prepared dataset.",
            "",
            "The command prints the rows per label, the mean and the standard deviation of each split, and the rows that"
                    + " occur more than once or in several splits. It draws a picture with examples of every label."
        },
        footer = "  deploy/submit describe --data=data/rectangles")
final class DescribeCommand implements Callable<Integer> {

    private static final String SHEET = "samples.png";

    @Mixin
    private ContentsFlag contents;

    @Mixin
    private OutputOptions output;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--data", paramLabel = "DIR", description = "Reads the prepared dataset in this folder.")
    private String data;

    /** The folder as an argument, as earlier versions took it. */
    @Parameters(arity = "0..1", hidden = true, paramLabel = "DIR", description = "The folder of a prepared dataset.")
    private String folder;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Writes the picture to this PNG file. Default: " + SHEET + " in the folder of the dataset.")
    private String sheet;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing picture.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String dir = requiredFolder();
        SparkSession spark = SparkSessions.session("describe " + dir);
        Configuration conf = spark.sessionState().newHadoopConf();
        if (sheet != null && !overwrite) {
            PendingOutput.refuseExisting(conf, sheet);
        }
        PreparedDataset dataset = contents.open(spark, dir);
        output.progress(dataset.name() + ": reading every row");
        DatasetDescription description = DatasetDescription.of(spark, dataset);
        String picture = writePicture(conf, dataset);
        output.results(measures(dataset, description), describe(dataset, description, picture));
        return 0;
    }

    private String requiredFolder() {
        if ((data == null) == (folder == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    data == null
                            ? "--data is missing: name the folder of a prepared dataset."
                            : "The dataset is named twice, by --data and by an argument: leave one out.");
        }
        return data == null ? folder : data;
    }

    /** Writes the picture, unless the dataset's own folder has it already: it shows the same rows every time. */
    private String writePicture(Configuration conf, PreparedDataset data) throws IOException {
        String file = sheet == null ? data.dir() + "/" + SHEET : sheet;
        Path path = new Path(file);
        if (sheet == null && !overwrite && path.getFileSystem(conf).exists(path)) {
            return file;
        }
        BufferedImage image = LabelSheet.draw(data);
        AtomicFile.write(conf, file, overwrite, out -> LabelSheet.write(image, out));
        return file;
    }

    private static List<Measure> measures(PreparedDataset data, DatasetDescription description) {
        List<Measure> measures = new ArrayList<>();
        description.summaries().forEach((split, summary) -> {
            measures.add(new Measure(data, "rows", split, data.count(split)));
            summary.labels()
                    .forEach((label, count) -> measures.add(new Measure(data, "rows-of-label-" + label, split, count)));
            measures.add(new Measure(data, "mean", split, summary.mean()));
            measures.add(new Measure(data, "standard-deviation", split, summary.standardDeviation()));
            for (Split other : description.summaries().keySet()) {
                String metric = other == split ? "repeated-rows" : "rows-also-in-" + other;
                measures.add(new Measure(
                        data, metric, split, description.duplicates().get(split).get(other)));
            }
        });
        return measures;
    }

    private static String describe(PreparedDataset data, DatasetDescription description, String picture) {
        StringBuilder text = new StringBuilder(String.format(
                "%s: %s, %s; %s%n",
                data.name(),
                data.manifest().shape(),
                Count.of(data.classes(), "class", "classes"),
                data.manifest().recipe()));
        for (Map.Entry<Split, SplitSummary> entry : description.summaries().entrySet()) {
            Split split = entry.getKey();
            SplitSummary summary = entry.getValue();
            text.append(String.format(
                    Locale.ROOT,
                    "%-5s  %s; mean %.4f, standard deviation %.4f; %s%n",
                    split,
                    Count.of(data.count(split), "row"),
                    summary.mean(),
                    summary.standardDeviation(),
                    labels(data, summary)));
            for (Split other : description.summaries().keySet()) {
                long rows = description.duplicates().get(split).get(other);
                if (rows > 0) {
                    text.append(String.format(
                            Locale.ROOT,
                            "       %s (%.2f %%) %s%n",
                            Count.of(rows, "row"),
                            100.0 * rows / data.count(split),
                            other == split ? "repeat an earlier row exactly" : "also occur in " + other));
                }
            }
        }
        if (!data.manifest().skipped().isEmpty()) {
            text.append(data.manifest().skipped().size()).append(" files were skipped: the manifest lists them.\n");
        }
        return text.append("The picture is ").append(picture).append('.').toString();
    }

    private static String labels(PreparedDataset data, SplitSummary summary) {
        if (data.classes() == 0) {
            return "no labels";
        }
        return "rows of label "
                + summary.labels().entrySet().stream()
                        .map(entry -> name(data, entry.getKey()) + ": " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String name(PreparedDataset data, int label) {
        List<String> names = data.manifest().labelNames();
        return label < names.size() ? names.get(label) : Integer.toString(label);
    }

    /** One line of {@code --json}. */
    private record Measure(String dataset, String metric, String split, double value) {
        Measure(PreparedDataset data, String metric, Split split, double value) {
            this(data.name(), metric, split.id(), value);
        }
    }
}
