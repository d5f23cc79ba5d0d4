package io.jointae.sweep;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.base.TrackingAddress;
import io.jointae.results.ResultStore;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.tracking.MlflowTracking;
import io.jointae.sweep.tracking.TrialTracking;
import io.jointae.train.RunEnvironment;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.TrainingOption;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the trials of a sweep that have no results yet, several at a time, and stores the results of each trial as soon
 * as it ends. A sweep that is killed therefore keeps every finished trial, and continues from there when it is run again.
 */
public final class Sweep {

    private final SparkSession spark;
    private final SweepPlan plan;
    private final String out;
    private final int parallel;
    private final PrintStream progressOutput;
    private final Supplier<List<RunListener>> listeners;
    private final String mlflow;
    private final Configuration conf;
    private final ResultStore store;

    /**
     * How a sweep ended, in numbers of trials.
     *
     * @param trials the trials of the sweep
     * @param alreadyThere those that had all their results before
     * @param done those that were trained and evaluated
     * @param failed those that failed
     * @param pruned those that successive halving stopped
     */
    public record Summary(int trials, int alreadyThere, int done, int failed, int pruned) {

        /** Creates the summary of a sweep without successive halving. */
        public Summary(int trials, int alreadyThere, int done, int failed) {
            this(trials, alreadyThere, done, failed, 0);
        }

        /** Returns the numbers of both sweeps together. */
        public Summary plus(Summary other) {
            return new Summary(
                    trials + other.trials,
                    alreadyThere + other.alreadyThere,
                    done + other.done,
                    failed + other.failed,
                    pruned + other.pruned);
        }

        /** Returns whether every trial had its results before. */
        public boolean nothingToDo() {
            return trials == alreadyThere;
        }
    }

    /**
     * Creates a sweep that reports to the tracking server that its plan names, if any.
     *
     * @param spark the session that trains and evaluates
     * @param plan the trials
     * @param out the results folder, which holds the store, the models and the lock
     * @param parallel the number of trials that run at the same time, 1 or more
     * @param progressOutput receives a line per finished trial
     * @param listeners creates the listeners of one training run
     */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            int parallel,
            PrintStream progressOutput,
            Supplier<List<RunListener>> listeners) {
        this(spark, plan, out, parallel, progressOutput, listeners, plan.mlflow());
    }

    /**
     * Creates a sweep.
     *
     * @param spark the session that trains and evaluates
     * @param plan the trials
     * @param out the results folder, which holds the store, the models and the lock
     * @param parallel the number of trials that run at the same time, 1 or more
     * @param progressOutput receives a line per finished trial
     * @param listeners creates the listeners of one training run
     * @param mlflow the address of a tracking server, used instead of the plan's; null for no tracking
     */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            int parallel,
            PrintStream progressOutput,
            Supplier<List<RunListener>> listeners,
            String mlflow) {
        checkParallel(parallel);
        this.mlflow = mlflow;
        this.spark = spark;
        this.plan = plan;
        this.listeners = listeners;
        this.out = out;
        this.parallel = parallel;
        this.progressOutput = progressOutput;
        this.conf = spark.sessionState().newHadoopConf();
        this.store = ResultStore.in(conf, out);
    }

    /**
     * Checks the number of trials that run at the same time.
     *
     * @param parallel the number of trials
     * @throws InvalidInputException if it is less than 1
     */
    public static void checkParallel(int parallel) {
        if (parallel < 1) {
            throw InvalidInputException.ofField(
                    "parallel", "%d is not positive: choose a value of 1 or more.", parallel);
        }
    }

    /**
     * Returns the tracking server of a sweep: the requested one, or else the one of the sweep file, or else the one of the
     * environment variable {@code MLFLOW_TRACKING_URI}. The variable counts only if it names a server, because other
     * tools also accept folders and databases there.
     *
     * @param requested the address that the user requested; may be null
     * @param plan the plan of the sweep file
     * @param environment the value of the environment variable; may be null
     * @return the address, or null if there is no tracking server
     * @throws InvalidInputException if the requested address is not the address of a server
     */
    public static String mlflow(String requested, SweepPlan plan, String environment) {
        if (requested != null) {
            TrackingAddress.check(requested);
            return requested;
        }
        if (plan.mlflow() != null) {
            return plan.mlflow();
        }
        return environment != null && TrackingAddress.isServer(environment) ? environment : null;
    }

    /**
     * Checks that a sweep may write to a results folder.
     *
     * @param conf the configuration of the folder's file system
     * @param out the results folder
     * @param resume whether results may be added to a folder that has some
     * @throws InvalidInputException if the folder has results and {@code resume} is false
     */
    public static void checkOutput(Configuration conf, String out, boolean resume) throws IOException {
        if (!resume && ResultStore.in(conf, out).exists()) {
            throw InvalidInputException.of(
                    "%s already has results: set %s to run the trials that have none, or choose another results folder (%s).",
                    out, FieldName.of("resume"), FieldName.of("out"));
        }
    }

    /**
     * Runs the trials that have no results yet.
     *
     * @param resume whether results may be added to a folder that has some
     * @throws InvalidInputException if the folder has results and {@code resume} is false, or if another sweep writes to it
     */
    public Summary run(boolean resume) throws IOException, InterruptedException {
        checkOutput(conf, out, resume);
        try (Lease lock = Lease.take(conf, out, purpose(), Lease.Patience.NONE)) {
            MeasuredCells measured = new MeasuredCells(store.read(), TrainingOption.storedNames());
            List<Trial> missing = plan.trials().stream()
                    .filter(trial -> !measured.missing(trial).isEmpty() && !measured.isPruned(trial))
                    .toList();
            SweepProgress progress = new SweepProgress(progressOutput, missing.size());
            if (!missing.isEmpty()) {
                List<HalvingBracket> brackets = HalvingBracket.of(plan.trials());
                brackets.forEach(measured::fill);
                run(missing, measured, brackets, progress, lock);
            }
            int alreadyThere = plan.trials().size() - missing.size();
            return new Summary(
                    plan.trials().size(), alreadyThere, progress.done(), progress.failed(), progress.pruned());
        }
    }

    private static Lease.Purpose purpose() {
        return new Lease.Purpose("sweep", "choose another results folder", FieldName.of("out"));
    }

    private TrialTracking tracking() {
        return mlflow == null
                ? TrialTracking.NONE
                : new MlflowTracking(mlflow, plan.grids().get(0).name(), progressOutput);
    }

    private void run(
            List<Trial> missing,
            MeasuredCells measured,
            List<HalvingBracket> brackets,
            SweepProgress progress,
            Lease lock)
            throws IOException, InterruptedException {
        List<Trial> withSharedPrefixes = SharedPrefixGroup.of(missing).stream()
                .flatMap(group -> group.trials().stream())
                .toList();
        try (SweepDatasets datasets = new SweepDatasets(spark, withSharedPrefixes);
                TrialTracking tracking = tracking()) {
            SweepRun.Setting setting =
                    new SweepRun.Setting(spark, store, RunEnvironment.of(spark), listeners, tracking);
            TrialRunner runner = new TrialRunner(spark, out, datasets);
            new SweepRun(setting, runner, datasets, measured, progress, new BestTrials(store.read()), brackets)
                    .graph(missing)
                    .run(
                            parallel,
                            () -> {
                                lock.check();
                                progress.tick();
                            },
                            () -> spark.sparkContext().cancelAllJobs());
        } catch (ExecutionException e) {
            // A task throws only if results cannot be stored: to train more models would be useless.
            throw new IOException("the sweep stopped because its results cannot be stored", e.getCause());
        }
    }
}
