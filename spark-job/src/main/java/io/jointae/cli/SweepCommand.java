package io.jointae.cli;

import io.jointae.base.Json;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.SweepConf;
import io.jointae.sweep.SweepPlan;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweep}: every trial of a file's grid, each result kept as it comes. */
@Command(name = "sweep", description = "Runs the trials of a sweep that its results folder has not got yet.")
final class SweepCommand implements Callable<Integer>, OutputFolders {

    @Parameters(paramLabel = "CONF.yaml", description = "Datasets, kinds, schemes, depths, grid, seeds.")
    private String file;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Results folder: cells and models.")
    private String out;

    @Option(names = "--parallel", paramLabel = "N", description = "Trials at a time (default: one a Spark core).")
    private Integer parallel;

    @Option(names = "--resume", description = "Add what is missing to results that are there already.")
    private boolean resume;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        List<SweepConf> grids = SweepConf.read(new Configuration(), file);
        SparkSession spark = Spark.session("sweep " + grids.get(0).name());
        SweepPlan plan = SweepPlan.of(spark, grids);
        int slots = parallel == null ? spark.sparkContext().defaultParallelism() : parallel;
        Sweep.Summary summary = new Sweep(spark, plan, out, slots, System.err, List::of).run(resume);
        output.result(
                () -> Json.line(summary),
                () -> String.format(
                        "%d trials: %d were there, %d done, %d failed; results in %s",
                        summary.trials(), summary.alreadyThere(), summary.done(), summary.failed(), out));
        if (summary.nothingToDo()) {
            return Jointae.NOTHING_TO_DO;
        }
        return summary.failed() == 0 ? 0 : 1;
    }
}
