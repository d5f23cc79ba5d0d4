package io.jointae.cli;

import io.jointae.base.PendingOutput;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code describe DIR}: what a prepared dataset holds, in numbers and in a picture. */
@Command(
        name = "describe",
        description = "Counts, moments, duplicates between splits, and a PNG sheet of samples of a prepared dataset.")
final class DescribeCommand implements Callable<Integer> {

    private static final String SHEET = "samples.png";

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "DIR", description = "A prepared dataset.")
    private String dir;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Where the PNG appears. Default: DIR/" + SHEET + ", drawn once.")
    private String sheet;

    @Option(names = "--overwrite", description = "Replace a sheet that is there.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        SparkSession spark = SparkSessions.session("describe " + dir);
        Configuration conf = spark.sessionState().newHadoopConf();
        if (sheet != null && !overwrite) {
            PendingOutput.refuseExisting(conf, sheet);
        }
        PreparedDataset data = PreparedDataset.open(spark, dir);
        output.progress(data.name() + ": reading every row");
        DatasetDescription description = DatasetDescription.of(spark, data);
        String drawn = draw(conf, data);
        output.lines(measures(data, description), words(data, description, drawn));
        return 0;
    }

    /** A sheet of its own folder shows the same rows each time: one that is there is kept. */
    private String draw(Configuration conf, PreparedDataset data) throws IOException {
        String file = sheet == null ? data.dir() + "/" + SHEET : sheet;
        Path path = new Path(file);
        if (sheet == null && !overwrite && path.getFileSystem(conf).exists(path)) {
            return file;
        }
        BufferedImage picture = LabelSheet.draw(data);
        try (PendingOutput pending = PendingOutput.create(conf, file, overwrite)) {
            LabelSheet.write(picture, pending.path().getFileSystem(conf), pending.path());
            pending.commit();
        }
        return file;
    }

    private static List<Measure> measures(PreparedDataset data, DatasetDescription description) {
        List<Measure> measures = new ArrayList<>();
        description.summaries().forEach((split, summary) -> {
            measures.add(new Measure(data, "rows", split, data.count(split)));
            summary.labels()
                    .forEach((label, count) -> measures.add(new Measure(data, "rows-of-label-" + label, split, count)));
            measures.add(new Measure(data, "mean", split, summary.mean()));
            measures.add(new Measure(data, "standard-deviation", split, summary.deviation()));
            for (Split other : description.summaries().keySet()) {
                String metric = other == split ? "repeated-rows" : "rows-also-in-" + other;
                measures.add(new Measure(
                        data, metric, split, description.alsoIn().get(split).get(other)));
            }
        });
        return measures;
    }

    private static String words(PreparedDataset data, DatasetDescription description, String drawn) {
        StringBuilder words = new StringBuilder(String.format(
                "%s: %s, %d classes; %s%n",
                data.name(),
                data.manifest().shape(),
                data.classes(),
                data.manifest().recipe()));
        for (Map.Entry<Split, SplitSummary> entry : description.summaries().entrySet()) {
            Split split = entry.getKey();
            SplitSummary summary = entry.getValue();
            words.append(String.format(
                    Locale.ROOT,
                    "%-5s  %,d rows; mean %.4f, standard deviation %.4f; %s%n",
                    split,
                    data.count(split),
                    summary.mean(),
                    summary.deviation(),
                    labels(data, summary)));
            for (Split other : description.summaries().keySet()) {
                long rows = description.alsoIn().get(split).get(other);
                if (rows > 0) {
                    words.append(String.format(
                            Locale.ROOT,
                            "       %,d rows (%.2f %%) %s%n",
                            rows,
                            100.0 * rows / data.count(split),
                            other == split ? "repeat an earlier one exactly" : "also stand in " + other + ", exactly"));
                }
            }
        }
        if (!data.manifest().skipped().isEmpty()) {
            words.append(data.manifest().skipped().size()).append(" files were left out: see the manifest\n");
        }
        return words.append("samples: ").append(drawn).toString();
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

    /** What {@code --json} says. */
    private record Measure(String dataset, String metric, String split, double value) {
        Measure(PreparedDataset data, String metric, Split split, double value) {
            this(data.name(), metric, split.lowerCase(), value);
        }
    }
}
