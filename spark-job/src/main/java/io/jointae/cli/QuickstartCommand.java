package io.jointae.cli;

import io.jointae.base.PendingOutput;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import io.jointae.report.ConsoleTable;
import io.jointae.report.Report;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code quickstart}: trains two models on generated data and writes a report about them. */
@Command(
        name = "quickstart",
        description = {
            "Trains two auto-encoders on generated data, evaluates both and writes a report.",
            "",
            "The dataset is rectangles. Both models are denoising auto-encoders of two layers: DAE-2L is trained one layer"
                    + " after the other, DAE-2J jointly. Training takes a few minutes."
        },
        footer = "  deploy/submit quickstart --out=quickstart")
final class QuickstartCommand implements Callable<Integer>, OutputFolders {

    private static final String SWEEP = "quickstart.yaml";

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "quickstart",
            description =
                    "Writes the data, the models, the results and report.html to this folder. Default: ${DEFAULT-VALUE}.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--source",
            paramLabel = "ZIP",
            description =
                    "Reads the dataset from the official file rectangles.zip. Without this option, it is generated.")
    private String source;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--resume", description = "Continues a quickstart that was interrupted.")
    private boolean resume;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        if (!resume) {
            PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), out);
        }
        SparkSession spark = SparkSessions.session("quickstart");
        Configuration conf = spark.sessionState().newHadoopConf();
        prepare(spark, conf);
        SweepPlan plan = SweepPlan.of(
                conf,
                grids().stream().map(grid -> grid.withDataIn(out + "/data")).toList());
        int slots = spark.sparkContext().defaultParallelism();
        Sweep.Summary summary =
                new Sweep(spark, plan, out, slots, System.err, () -> List.of(output.progressOfRun())).run(true);
        List<ResultRow> rows = ResultStore.in(conf, out).read().stream()
                .filter(StoredRow::measured)
                .map(StoredRow::result)
                .filter(row -> row.cell().split() == Split.TEST)
                .toList();
        Report report = Report.write(conf, out, out + "/report.html", true);
        output.results(rows, ConsoleTable.format(rows) + "\n\nThe report is in " + report.report() + ".");
        return summary.failed() == 0 ? 0 : 1;
    }

    private void prepare(SparkSession spark, Configuration conf) throws IOException {
        if (!PendingOutput.exists(conf, out + "/data/rectangles")) {
            PaperDatasetRequest request = PaperDatasetRequest.of(Catalog.get("rectangles"), source, out + "/data");
            new PaperDatasetPreparation(spark, output::progress).run(request);
        }
    }

    private static List<SweepGrid> grids() throws IOException {
        try (InputStream in = QuickstartCommand.class.getResourceAsStream("/" + SWEEP)) {
            return SweepFile.read(in, SWEEP);
        }
    }
}
