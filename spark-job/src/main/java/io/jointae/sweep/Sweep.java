package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.results.ResultStore;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.tracking.MlflowTracking;
import io.jointae.sweep.tracking.TrialTracking;
import io.jointae.train.RunEnvironment;
import io.jointae.train.listener.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the trials of a sweep that the store has not got yet, many at a time, and appends what each gives as it
 * comes: a sweep that is killed has every finished trial, and goes on from there.
 */
public final class Sweep {

    private final SparkSession spark;
    private final SweepPlan plan;
    private final String out;
    private final int parallel;
    private final PrintStream words;
    private final Supplier<List<RunListener>> listeners;
    private final String mlflow;
    private final Configuration conf;
    private final ResultStore store;

    /** How a sweep ended, in trials. */
    public record Summary(int trials, int alreadyThere, int done, int failed, int pruned) {

        /** Of a sweep that prunes nothing. */
        public Summary(int trials, int alreadyThere, int done, int failed) {
            this(trials, alreadyThere, done, failed, 0);
        }

        /** Whether nothing had to be done. */
        public boolean nothingToDo() {
            return trials == alreadyThere;
        }
    }

    /**
     * @param out results folder: the store, the models, the lock
     * @param parallel trials at a time
     * @param words where progress is said
     * @param listeners new ones for each trial
     */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            int parallel,
            PrintStream words,
            Supplier<List<RunListener>> listeners) {
        this(spark, plan, out, parallel, words, listeners, plan.mlflow());
    }

    /** @param mlflow address of a tracking server, instead of the plan's; null for none */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            int parallel,
            PrintStream words,
            Supplier<List<RunListener>> listeners,
            String mlflow) {
        checkParallel(parallel);
        this.mlflow = mlflow;
        this.spark = spark;
        this.plan = plan;
        this.listeners = listeners;
        this.out = out;
        this.parallel = parallel;
        this.words = words;
        this.conf = spark.sessionState().newHadoopConf();
        this.store = ResultStore.in(conf, out);
    }

    /** @throws InvalidInputException if not so many trials can run at a time */
    public static void checkParallel(int parallel) {
        if (parallel < 1) {
            throw InvalidInputException.of("--parallel %d: must be 1 or more", parallel);
        }
    }

    /**
     * The tracking server of a sweep: the one asked for, else the file's, else the environment's
     * {@code MLFLOW_TRACKING_URI} where that names a server, for other tools keep folders and databases there.
     *
     * @param asked null for none
     * @param environment value of the variable; null for none
     * @return null for none
     * @throws InvalidInputException if the one asked for is no address of a server
     */
    public static String mlflow(String asked, SweepPlan plan, String environment) {
        if (asked != null) {
            SweepGrid.checkTrackingUri(asked);
            return asked;
        }
        boolean server = environment != null && environment.matches("https?://[^/].*");
        return plan.mlflow() != null ? plan.mlflow() : server ? environment : null;
    }

    /** @throws InvalidInputException if there are results that may not be added to */
    public static void checkOutput(Configuration conf, String out, boolean resume) throws IOException {
        if (!resume && ResultStore.in(conf, out).exists()) {
            throw InvalidInputException.of(
                    "%s has results: add --resume to run what is missing, or choose another --out", out);
        }
    }

    /**
     * Runs what is missing.
     *
     * @param resume whether results that are there already may be added to
     * @throws InvalidInputException if they may not, or if another sweep is at work in the folder
     */
    public Summary run(boolean resume) throws IOException, InterruptedException {
        checkOutput(conf, out, resume);
        try (SweepLock lock = SweepLock.take(conf, out)) {
            Set<String> options = plan.trials().get(0).options().toMap().keySet();
            MeasuredCells measured = new MeasuredCells(store.read(), options);
            List<Trial> missing = plan.trials().stream()
                    .filter(trial -> !measured.missing(trial).isEmpty() && !measured.pruned(trial))
                    .toList();
            SweepProgress progress = new SweepProgress(words, missing.size());
            if (!missing.isEmpty()) {
                List<HalvingBracket> brackets = HalvingBracket.of(plan.trials());
                brackets.forEach(measured::fill);
                run(missing, measured, brackets, progress, lock);
            }
            int there = plan.trials().size() - missing.size();
            return new Summary(plan.trials().size(), there, progress.done(), progress.failed(), progress.pruned());
        }
    }

    private TrialTracking tracking() {
        return mlflow == null
                ? TrialTracking.NONE
                : new MlflowTracking(mlflow, plan.grids().get(0).name(), words);
    }

    private void run(
            List<Trial> missing,
            MeasuredCells measured,
            List<HalvingBracket> brackets,
            SweepProgress progress,
            SweepLock lock)
            throws IOException, InterruptedException {
        List<Trial> withStems = SharedPrefixGroup.of(missing).stream()
                .flatMap(family -> family.trials().stream())
                .toList();
        try (SweepDatasets datasets = new SweepDatasets(spark, withStems);
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
            // A task ends in an exception only where results cannot be kept: going on would be in vain.
            throw new IOException("the sweep cannot go on", e.getCause());
        }
    }
}
