package io.jointae.cli;

import io.jointae.base.Json;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.WorkEstimate;
import io.jointae.sweep.plan.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep}: every trial of a file's grid, each result kept as it comes. */
@Command(
        name = "sweep",
        description =
                "Runs the trials of a sweep that its results folder has not got yet. Exit status 3: nothing to do.")
final class SweepCommand implements Callable<Integer>, OutputFolders {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONF.yaml", description = "Datasets, kinds, schemes, depths, grid, seeds.")
    private String file;

    @Option(names = "--out", paramLabel = "DIR", description = "Results folder: cells and models.")
    private String out;

    @Option(names = "--parallel", paramLabel = "N", description = "Trials at a time (default: one a Spark core).")
    private Integer parallel;

    @Option(names = "--resume", description = "Add what is missing to results that are there already.")
    private boolean resume;

    @Option(
            names = "--mlflow",
            paramLabel = "URI",
            description = "Tracking server to tell of each trial, such as http://host:5000 (default: the file's key"
                    + " mlflow, else MLFLOW_TRACKING_URI where that is a server's).")
    private String mlflow;

    @Option(
            names = "--print-plan",
            description = "Run nothing: show the file with every default, the number of trials and how long they take.")
    private boolean printPlan;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return printPlan || out == null ? List.of() : List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        if (out == null && !printPlan) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
        }
        if (parallel != null) {
            Sweep.checkParallel(parallel);
        }
        Configuration conf = SparkSessions.hadoopConfiguration();
        List<SweepGrid> grids = SweepFile.read(conf, file);
        return printPlan ? print(conf, grids) : run(conf, grids);
    }

    private int print(Configuration conf, List<SweepGrid> grids) throws IOException {
        SweepPlan plan = SweepPlan.preview(conf, grids);
        int slots = parallel == null ? Runtime.getRuntime().availableProcessors() : parallel;
        WorkEstimate estimate = WorkEstimate.of(plan, slots);
        output.result(() -> Json.line(estimate), () -> estimate.describe(plan));
        return CommandLine.ExitCode.OK;
    }

    private int run(Configuration conf, List<SweepGrid> grids) throws IOException, InterruptedException {
        Sweep.checkOutput(conf, out, resume);
        SweepPlan plan = SweepPlan.of(conf, grids);
        String tracking = Sweep.mlflow(mlflow, plan, System.getenv("MLFLOW_TRACKING_URI"));
        SparkSession spark = SparkSessions.session("sweep " + grids.get(0).name());
        int slots = parallel == null ? spark.sparkContext().defaultParallelism() : parallel;
        Sweep.Summary summary = new Sweep(spark, plan, out, slots, System.err, List::of, tracking).run(resume);
        output.result(
                () -> Json.line(summary),
                () -> String.format(
                        "%d trials: %d were there, %d done, %d failed%s; results in %s",
                        summary.trials(),
                        summary.alreadyThere(),
                        summary.done(),
                        summary.failed(),
                        summary.pruned() == 0 ? "" : ", " + summary.pruned() + " pruned",
                        out));
        if (summary.nothingToDo()) {
            return Jointae.NOTHING_TO_DO;
        }
        return summary.failed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
