package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.options.TrialOptions;
import io.jointae.cli.outcome.ExitStatus;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.sweep.ChosenCell;
import io.jointae.sweep.FurtherSeeds;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.TrialSlots;
import io.jointae.sweep.batch.BatchRequest;
import io.jointae.sweep.batch.TrialBatch;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import java.io.IOException;
import java.time.Duration;
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

/** The command {@code sweep}: runs the trials of a sweep file and stores each result at once. */
@Command(
        name = "sweep",
        customSynopsis = "jointae sweep CONF.yaml --out=DIR [OPTIONS]",
        description = {
            "Trains and evaluates every combination of options that a sweep file lists.",
            "",
            "Each trial trains one model and evaluates it; its results are stored as soon as it ends. A sweep that is"
                    + " interrupted goes on with --resume, which runs only the trials that have no results yet. That a"
                    + " setting diverges is a result as well: it is stored, and not trained again."
        },
        exitCodeList = {
            "1:A trial failed, or the command failed. --resume tries failed trials again.",
            "3:Every trial has its results already: there is nothing to do."
        },
        footer = "  deploy/submit sweep conf/paper/table-2-rect.yaml --out=results")
final class SweepCommand implements Callable<Integer>, OutputFolders {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONF.yaml",
            description =
                    "Names the sweep file, which lists datasets, kinds, schemes, depths, values of options, and seeds.")
    private String file;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes the results and the trained models to this folder. The option is required unless"
                    + " --print-plan is given.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Runs only these datasets of the sweep file, separated by commas, such as rectangles: one row of"
                            + " a table. Default: all.")
    private List<String> datasets = List.of();

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--seeds-for-best",
            paramLabel = "N",
            description =
                    "After the sweep, trains the chosen setting of each table cell again until it has this number of"
                            + " seeds, and evaluates it. It must be 2 or more. Default: the seeds of the sweep file alone.")
    private Integer seedsForBest;

    @Mixin
    private TrialOptions trials;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--retry-diverged",
            description = "Trains settings again that diverged in an earlier run, together with --resume.")
    private boolean retryDiverged;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "0",
            description = "Waits up to this time for another sweep that writes to the folder. It must be 0 or more."
                    + " Without it, the command waits at most a minute for a sweep that seems to have died, and refuses to"
                    + " start while one that is alive writes there. Default: ${DEFAULT-VALUE}.")
    private int waitMinutes;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--batched-trials",
            paramLabel = "N",
            defaultValue = "auto",
            description = "Trains up to this number of trials together on one device, where they differ in learning"
                    + " rate, noise, contraction and seed only. More than 1 needs an engine of PyTorch's library; auto is up"
                    + " to 32 on a GPU and 1 on a processor. Default: ${DEFAULT-VALUE}.")
    private String batchedTrials;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--mlflow",
            paramLabel = "URI",
            description = "Sends each trial to this MLflow tracking server, such as http://host:5000. Default: the key"
                    + " mlflow of the sweep file, or else the environment variable MLFLOW_TRACKING_URI if it names a"
                    + " server.")
    private String mlflow;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return trials.printPlan() || out == null ? List.of() : List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        if (out == null && !trials.printPlan()) {
            throw new ParameterException(spec.commandLine(), "--out is missing: name the results folder.");
        }
        trials.check();
        if (seedsForBest != null) {
            FurtherSeeds.check(seedsForBest);
        }
        if (waitMinutes < 0) {
            throw InvalidInputException.ofField("wait", "%d is negative: choose 0 or more minutes.", waitMinutes);
        }
        Configuration conf = SparkSessions.hadoopConfiguration();
        List<SweepGrid> all = SweepFile.read(conf, file);
        List<SweepGrid> grids = datasets.isEmpty() ? all : SweepGrid.only(all, datasets);
        BatchRequest batch = BatchRequest.of(batchedTrials);
        batch.check(used(grids));
        if (trials.printPlan()) {
            List<StoredRow> stored =
                    out == null ? List.of() : ResultStore.in(conf, out).read();
            SweepPlan plan = SweepPlan.preview(conf, grids);
            trials.print(plan, stored, output);
            List<TrialBatch> batches = trials.slots(plan).batched(batch).batches(plan.trials());
            if (!batches.isEmpty()) {
                output.progress(TrialBatch.describe(batches, plan.trials().size()));
            }
            if (seedsForBest != null) {
                output.progress(String.format(
                        "With --seeds-for-best %d, up to %d more trials follow.",
                        seedsForBest, FurtherSeeds.most(plan, seedsForBest)));
            }
            return CommandLine.ExitCode.OK;
        }
        return run(conf, grids, batch);
    }

    private static List<Arithmetic> used(List<SweepGrid> grids) {
        return grids.stream()
                .map(grid -> grid.training().arithmetic())
                .distinct()
                .toList();
    }

    private int run(Configuration conf, List<SweepGrid> grids, BatchRequest batch)
            throws IOException, InterruptedException {
        Sweep.checkOutput(conf, out, trials.resume());
        SweepPlan plan = SweepPlan.of(conf, grids);
        String tracking = Sweep.mlflow(mlflow, plan, System.getenv("MLFLOW_TRACKING_URI"));
        List<Arithmetic> used = used(grids);
        used.forEach(Arithmetic::checkPresent);
        SparkSession spark = SparkSessions.session("sweep " + grids.get(0).name(), used);
        TrialSlots slots = trials.slots(spark, plan).batched(batch);
        Duration patience = Duration.ofMinutes(waitMinutes);
        Sweep.Summary summary = new Sweep(spark, plan, out, slots, System.err, output::barOfRun, tracking)
                .run(new Sweep.FolderUse(trials.resume(), retryDiverged, patience));
        ResultStore store = ResultStore.in(conf, out);
        if (seedsForBest != null) {
            SweepPlan further = FurtherSeeds.of(plan, store.read(), seedsForBest);
            summary = summary.plus(new Sweep(spark, further, out, slots, System.err, output::barOfRun, tracking)
                    .run(new Sweep.FolderUse(true, retryDiverged, patience)));
        }
        for (ChosenCell cell : ChosenCell.of(plan, store.read())) {
            cell.line().ifPresent(output::progress);
        }
        return print(summary);
    }

    private int print(Sweep.Summary summary) {
        output.result(() -> Json.line(summary), () -> describe(summary));
        if (summary.nothingToDo()) {
            return ExitStatus.NOTHING_TO_DO;
        }
        return summary.failed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String describe(Sweep.Summary summary) {
        return String.format(
                "%s: %d already had results%s, %d finished, %d failed%s%s. The results are in %s.",
                Count.of(summary.trials(), "trial"),
                summary.alreadyThere(),
                summary.divergedBefore() == 0 ? "" : " (" + summary.divergedBefore() + " of them diverged)",
                summary.done(),
                summary.failed(),
                summary.diverged() == 0 ? "" : ", " + summary.diverged() + " diverged",
                summary.pruned() == 0 ? "" : ", " + summary.pruned() + " pruned",
                out);
    }
}
