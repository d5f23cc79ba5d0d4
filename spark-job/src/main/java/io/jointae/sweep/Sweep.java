package io.jointae.sweep;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.base.LeaseRequest;
import io.jointae.base.TrackingAddress;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.runtime.ClusterApplication;
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
import java.time.Duration;
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
    private final TrialSlots slots;
    private final PrintStream progressOutput;
    private final Supplier<List<RunListener>> listeners;
    private final String mlflow;
    private final Configuration conf;
    private final ResultStore store;

    /**
     * How a sweep ended, in numbers of trials.
     *
     * @param trials the trials of the sweep
     * @param alreadyThere those that had all their results before, or were known to diverge
     * @param done those that were trained and evaluated
     * @param failed those that failed, so that a sweep that resumes tries them again
     * @param pruned those that successive halving stopped
     * @param diverged those that diverged in this run
     * @param divergedBefore those of {@code alreadyThere} that diverged in an earlier run
     */
    public record Summary(
            int trials, int alreadyThere, int done, int failed, int pruned, int diverged, int divergedBefore) {

        /** Creates the summary of a sweep in which no trial diverged. */
        public Summary(int trials, int alreadyThere, int done, int failed, int pruned) {
            this(trials, alreadyThere, done, failed, pruned, 0, 0);
        }

        /** Creates the summary of a sweep without successive halving in which no trial diverged. */
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
                    pruned + other.pruned,
                    diverged + other.diverged,
                    divergedBefore + other.divergedBefore);
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
        this(spark, plan, out, TrialSlots.fixed(parallel), progressOutput, listeners, plan.mlflow());
    }

    /**
     * Creates a sweep.
     *
     * @param spark the session that trains and evaluates
     * @param plan the trials
     * @param out the results folder, which holds the store, the models and the lock
     * @param slots the number of trials that run at the same time
     * @param progressOutput receives a line per finished trial
     * @param listeners creates the listeners of one training run
     * @param mlflow the address of a tracking server, used instead of the plan's; null for no tracking
     */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            TrialSlots slots,
            PrintStream progressOutput,
            Supplier<List<RunListener>> listeners,
            String mlflow) {
        this.mlflow = mlflow;
        this.spark = spark;
        this.plan = plan;
        this.listeners = listeners;
        this.out = out;
        this.slots = slots;
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
     * How a sweep treats its results folder.
     *
     * @param resume whether results may be added to a folder that has some
     * @param retryDiverged whether settings that diverged in an earlier run are trained again
     * @param patience how long the sweep waits for another sweep that is alive and writes to the folder
     */
    public record FolderUse(boolean resume, boolean retryDiverged, Duration patience) {}

    /**
     * Runs the trials that have no results yet. A sweep that is alive is not waited for.
     *
     * @param resume whether results may be added to a folder that has some
     * @throws InvalidInputException if the folder has results and {@code resume} is false, or if another sweep writes to it
     */
    public Summary run(boolean resume) throws IOException, InterruptedException {
        return run(new FolderUse(resume, false, Duration.ZERO));
    }

    /**
     * Runs the trials that have no results yet. Waits first if another sweep has the lock of the folder and may have died,
     * for at most a minute; an earlier attempt of the same application is not waited for.
     *
     * @param use what may happen to the results in the folder
     * @throws InvalidInputException if the folder has results that must not be added to, or if another sweep writes to it
     * @throws IOException if the results cannot be stored, or if a later attempt of the same application has taken over
     */
    public Summary run(FolderUse use) throws IOException, InterruptedException {
        checkOutput(conf, out, use.resume());
        try (Lease lock = Lease.take(conf, out, request(use.patience()))) {
            List<StoredRow> rows = store.read();
            MeasuredCells measured = new MeasuredCells(
                    use.retryDiverged()
                            ? rows.stream().filter(row -> !row.diverged()).toList()
                            : rows,
                    TrainingOption.storedNames());
            List<Trial> missing = measured.toRun(plan.trials());
            SweepProgress progress = new SweepProgress(progressOutput, missing.size());
            if (!missing.isEmpty()) {
                List<HalvingBracket> brackets = HalvingBracket.of(plan.trials());
                brackets.forEach(measured::fill);
                run(missing, measured, brackets, progress, lock);
            }
            long divergedBefore = plan.trials().stream()
                    .filter(trial -> !missing.contains(trial) && measured.isDiverged(trial))
                    .count();
            return new Summary(
                    plan.trials().size(),
                    plan.trials().size() - missing.size(),
                    progress.done(),
                    progress.failed(),
                    progress.pruned(),
                    progress.diverged(),
                    (int) divergedBefore);
        }
    }

    private LeaseRequest request(Duration wait) {
        return new LeaseRequest("sweep", "choose another results folder", FieldName.of("out"))
                .with(LeaseRequest.Patience.of(wait))
                .with(ClusterApplication.of(spark.sparkContext()));
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
                    new SweepRun.Setting(spark, store, lock, RunEnvironment.of(spark), listeners, tracking);
            TrialRunner runner = new TrialRunner(spark, out, datasets);
            new SweepRun(setting, runner, datasets, measured, progress, new BestTrials(store.read()), brackets)
                    .graph(missing, slots::batches)
                    .run(
                            () -> progress.slots(slots.now()),
                            () -> {
                                lock.check();
                                progress.tick();
                                slots.limitedByDriver(missing.size()).ifPresent(progress::remark);
                            },
                            () -> spark.sparkContext().cancelAllJobs());
        } catch (ExecutionException e) {
            lock.check();
            // Otherwise a task throws only if results cannot be stored: to train more models would be useless.
            throw new IOException("the sweep stopped because its results cannot be stored", e.getCause());
        }
    }
}
