package io.jointae.cli;

import io.jointae.base.PendingOutput;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.prepare.Catalogue;
import io.jointae.data.prepare.Preparation;
import io.jointae.data.prepare.PrepareRequest;
import io.jointae.report.ConsoleTable;
import io.jointae.report.Report;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.plan.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.listener.ProgressLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quickstart}: rectangles from nothing, L and J side by side, the paper's figures beside ours. */
@Command(
        name = "quickstart",
        description = "Prepares rectangles, trains DAE-2L and DAE-2J side by side, evaluates both, writes the report.")
final class QuickstartCommand implements Callable<Integer>, OutputFolders {

    private static final String SWEEP = "quickstart.yaml";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "quickstart",
            description = "Where data, models, results and report.html go (default: ${DEFAULT-VALUE}).")
    private String out;

    @Option(
            names = "--source",
            paramLabel = "ZIP",
            description = "The official rectangles.zip; without it, rectangles are made from their recipe.")
    private String source;

    @Option(names = "--resume", description = "Go on where an earlier quickstart stopped.")
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
            PendingOutput.refuseExisting(new Configuration(), out);
        }
        SparkSession spark = SparkSessions.session("quickstart");
        Configuration conf = spark.sessionState().newHadoopConf();
        prepare(spark, conf);
        SweepPlan plan = SweepPlan.of(
                conf, grids().stream().map(grid -> grid.in(out + "/data")).toList());
        int slots = spark.sparkContext().defaultParallelism();
        Sweep.Summary summary =
                new Sweep(spark, plan, out, slots, System.err, () -> List.of(new ProgressLine(System.err))).run(true);
        List<ResultRow> rows = ResultStore.in(conf, out).read().stream()
                .filter(StoredRow::measured)
                .map(StoredRow::row)
                .filter(row -> row.split().equals("test"))
                .toList();
        Report report = Report.write(conf, out, out + "/report.html", true);
        output.results(rows, ConsoleTable.format(rows) + "\n\nreport: " + report.report());
        return summary.failed() == 0 ? 0 : 1;
    }

    private void prepare(SparkSession spark, Configuration conf) throws IOException {
        Path there = new Path(out, "data/rectangles");
        if (!there.getFileSystem(conf).exists(there)) {
            PrepareRequest request = PrepareRequest.of(Catalogue.get("rectangles"), out + "/data", source);
            new Preparation(spark, output::progress).run(request);
        }
    }

    private static List<SweepGrid> grids() throws IOException {
        try (InputStream in = QuickstartCommand.class.getResourceAsStream("/" + SWEEP)) {
            return SweepFile.read(in, SWEEP);
        }
    }
}
