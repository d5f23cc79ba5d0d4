package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.runtime.ExecutorSlots;
import io.jointae.sweep.batch.BatchRequest;
import io.jointae.sweep.batch.TrialBatch;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.averaging.RoundMemory;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The number of trials that a sweep runs at the same time. It follows the executors, and is asked again every second while
 * the sweep runs. A trial of one worker uses one slot of an executor, and some memory of the driver between its rounds.
 */
public final class TrialSlots {

    private final IntSupplier executors;
    private final int mostInDriver;
    private final BatchRequest batch;

    private TrialSlots(IntSupplier executors, int mostInDriver) {
        this(executors, mostInDriver, BatchRequest.AUTO);
    }

    private TrialSlots(IntSupplier executors, int mostInDriver, BatchRequest batch) {
        this.executors = executors;
        this.mostInDriver = mostInDriver;
        this.batch = batch;
    }

    /** Returns these slots, each of which runs a batch of trials together where trials are alike. */
    public TrialSlots batched(BatchRequest request) {
        return new TrialSlots(executors, mostInDriver, request);
    }

    /**
     * Returns the batches in which trials train.
     *
     * @param trials trials that do not wait for one another
     */
    public List<TrialBatch> batches(List<Trial> trials) {
        return batch.batches(trials, now(), mostInDriver);
    }

    /** Returns the slots that a session with these settings would begin with. */
    public static TrialSlots expected(SparkConf conf, SweepPlan plan) {
        int atStart = forecast(conf, plan).atStart();
        return new TrialSlots(() -> atStart, mostInDriver(conf, plan));
    }

    /**
     * Returns a number that does not change.
     *
     * @param trials the number of trials, 1 or more
     * @throws InvalidInputException if it is less than 1
     */
    public static TrialSlots fixed(int trials) {
        Sweep.checkParallel(trials);
        return new TrialSlots(() -> trials, Integer.MAX_VALUE);
    }

    /**
     * Returns as many trials as the executors of a session run tasks at a time. While dynamic allocation may add
     * executors, there are twice as many trials, because only waiting tasks make Spark ask for executors. There are never
     * more trials than the memory of the driver holds.
     */
    public static TrialSlots of(SparkSession spark, SweepPlan plan) {
        return new TrialSlots(
                () -> ExecutorSlots.now(spark.sparkContext()).wanted(),
                mostInDriver(spark.sparkContext().getConf(), plan));
    }

    /**
     * The number of trials that a session would run at the same time.
     *
     * @param atStart the trials that begin at once
     * @param atMost the trials with all executors that dynamic allocation may add; equal to {@code atStart} without it
     * @param remark one sentence about what limits or changes the number; empty if nothing does
     */
    public record Forecast(int atStart, int atMost, String remark) {

        /** Returns the forecast for a fixed number of trials. */
        public static Forecast fixed(int trials) {
            Sweep.checkParallel(trials);
            return new Forecast(trials, trials, "");
        }
    }

    /**
     * Returns the number of trials that a session with these settings would run.
     *
     * @param conf the settings, from which no session needs to have started
     */
    public static Forecast forecast(SparkConf conf, SweepPlan plan) {
        ExecutorSlots slots = ExecutorSlots.expected(conf);
        int trials = plan.trials().size();
        int inDriver = mostInDriver(conf, plan);
        int most = Math.max(1, Math.min(slots.most(), Math.min(trials, inDriver)));
        int start = Math.max(1, Math.min(slots.wanted(), most));
        String growth = slots.most() == slots.present()
                ? ""
                : String.format(
                        "The sweep begins with %s at a time, for which executors with %s are there, and dynamic"
                                + " allocation adds executors %s.",
                        Count.of(start, "trial"),
                        Count.of(slots.present(), "slot"),
                        slots.most() == Integer.MAX_VALUE
                                ? "without a limit"
                                : "up to " + Count.of(slots.most(), "slot"));
        String memory = Math.min(slots.most(), trials) <= inDriver ? "" : new TrialSlots(slots::most, inDriver).limit();
        return new Forecast(start, most, (growth + " " + memory).strip());
    }

    /** Returns the number of trials that may run now, 1 or more. */
    public int now() {
        return Math.max(1, Math.min(executors.getAsInt(), mostInDriver));
    }

    /**
     * Returns why the driver runs fewer trials than the executors could, and what to set.
     *
     * @param trials the number of trials of the sweep
     * @return empty if the memory of the driver suffices
     */
    public Optional<String> limitedByDriver(int trials) {
        return Math.min(executors.getAsInt(), trials) <= mostInDriver ? Optional.empty() : Optional.of(limit());
    }

    private String limit() {
        return "The memory of the driver holds " + Count.of(mostInDriver, "trial")
                + " at a time: raise spark.driver.memory to use all executors.";
    }

    /** Returns the number of trials whose rounds the driver's heap holds; a driver without executors is not limited. */
    static int mostInDriver(SparkConf conf, SweepPlan plan) {
        return plan.trials().stream()
                .mapToInt(trial -> RoundMemory.of(trial.plan()).runsInDriver(conf))
                .min()
                .orElse(1);
    }
}
