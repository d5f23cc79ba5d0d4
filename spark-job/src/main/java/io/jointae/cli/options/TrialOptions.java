package io.jointae.cli.options;

import io.jointae.base.Json;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.results.StoredRow;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.TrialSlots;
import io.jointae.sweep.WorkEstimate;
import io.jointae.sweep.plan.SweepPlan;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The options of commands that run many trials: how many at a time, whether to continue, and whether to run at all. */
public final class TrialOptions {

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Sets the number of trials that run at the same time. It must be 1 or more. Default: as many as the"
                            + " executors run tasks at a time. The number follows the executors, and twice as many run"
                            + " while dynamic allocation may add executors.")
    private Integer parallel;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--resume", description = "Adds the results that are missing to a folder that already has results.")
    private boolean resume;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--print-plan",
            description =
                    "Runs nothing, and prints the sweep file with every default, the number of trials, an estimate"
                            + " of the time that they take, and the steps of each worker. With --out, the estimate"
                            + " follows the results that the folder holds from this kind of machine, and is about the"
                            + " trials that have none.")
    private boolean printPlan;

    /** Returns whether to add to a folder that already has results. */
    public boolean resume() {
        return resume;
    }

    /** Returns whether to print the plan instead of running it. */
    public boolean printPlan() {
        return printPlan;
    }

    /**
     * Checks the values that can be checked before a session starts.
     *
     * @throws io.jointae.base.InvalidInputException if a value is not valid
     */
    public void check() {
        if (parallel != null) {
            Sweep.checkParallel(parallel);
        }
    }

    /** Returns the number of trials that run at the same time in a session, which changes with its executors. */
    public TrialSlots slots(SparkSession spark, SweepPlan plan) {
        return parallel == null ? TrialSlots.of(spark, plan) : TrialSlots.fixed(parallel);
    }

    /** Returns the number of trials that would run at the start of a session with the settings of this process. */
    public TrialSlots slots(SweepPlan plan) {
        return parallel == null ? TrialSlots.expected(SparkSessions.settings(), plan) : TrialSlots.fixed(parallel);
    }

    /**
     * Prints a plan with the estimate for this machine.
     *
     * @param stored the rows that the results folder holds
     */
    public void print(SweepPlan plan, List<StoredRow> stored, OutputOptions output) {
        TrialSlots.Forecast slots = parallel == null
                ? TrialSlots.forecast(SparkSessions.settings(), plan)
                : TrialSlots.Forecast.fixed(parallel);
        WorkEstimate estimate = WorkEstimate.of(plan, slots.atMost(), stored);
        output.result(
                () -> Json.line(estimate),
                () -> estimate.describe(plan) + (slots.remark().isEmpty() ? "" : "\n# " + slots.remark()));
    }
}
