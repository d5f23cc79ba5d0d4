package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.data.Manifest;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.train.Environment;
import io.jointae.train.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the trials of a sweep that the store has not got yet, many at a time, and appends what each gives as it
 * comes: a sweep that is killed has every finished trial, and goes on from there.
 */
public final class Sweep {

    /** A trial that fails is tried once more before it is recorded as failed. */
    private static final int ATTEMPTS = 2;

    private final SparkSession spark;
    private final SweepPlan plan;
    private final String out;
    private final int parallel;
    private final PrintStream progress;
    private final Supplier<List<RunListener>> listeners;
    private final Configuration conf;
    private final ResultStore store;
    private final SortedMap<String, String> environment;

    /** How a sweep ended, in trials. */
    public record Summary(int trials, int alreadyThere, int done, int failed) {

        /** Whether nothing had to be done. */
        public boolean nothingToDo() {
            return trials == alreadyThere;
        }
    }

    /**
     * @param out results folder: the store, the models, the lock
     * @param parallel trials at a time
     * @param listeners new ones for each trial
     */
    public Sweep(
            SparkSession spark,
            SweepPlan plan,
            String out,
            int parallel,
            PrintStream progress,
            Supplier<List<RunListener>> listeners) {
        if (parallel < 1) {
            throw BadInput.of("parallel %d: must be 1 or more", parallel);
        }
        this.spark = spark;
        this.plan = plan;
        this.listeners = listeners;
        this.out = out;
        this.parallel = parallel;
        this.progress = progress;
        this.conf = spark.sessionState().newHadoopConf();
        this.store = ResultStore.in(conf, out);
        this.environment = Environment.of(spark);
    }

    /**
     * Runs what is missing.
     *
     * @param resume whether results that are there already may be added to
     */
    public Summary run(boolean resume) throws IOException, InterruptedException {
        TrialRunner runner = new TrialRunner(spark, out);
        if (store.exists() && !resume) {
            throw BadInput.of("%s has results: add --resume to run what is missing, or choose another --out", out);
        }
        SweepLock lock = SweepLock.take(conf, out);
        try {
            List<StoredRow> rows = store.read();
            List<Trial> missing = plan.trials().stream()
                    .filter(trial -> !missing(trial, rows).isEmpty())
                    .toList();
            Tally tally = new Tally(missing.size());
            ExecutorService threads = Executors.newFixedThreadPool(parallel);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (Family family : Family.of(missing)) {
                    running.add(threads.submit(() -> run(family, runner, rows, tally)));
                }
                threads.shutdown();
                while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    stopIfBroken(running);
                }
                stopIfBroken(running);
            } finally {
                threads.shutdownNow();
            }
            return new Summary(
                    plan.trials().size(), plan.trials().size() - missing.size(), tally.done(), tally.failed());
        } finally {
            lock.close();
        }
    }

    /** A family ends in an exception only where results cannot be kept: going on would be in vain. */
    private static void stopIfBroken(List<Future<?>> running) throws InterruptedException, IOException {
        for (Future<?> family : running) {
            if (family.isDone()) {
                try {
                    family.get();
                } catch (ExecutionException e) {
                    throw new IOException("the sweep cannot go on", e.getCause());
                }
            }
        }
    }

    private Void run(Family family, TrialRunner runner, List<StoredRow> rows, Tally tally) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
        for (Trial trial : family.trials()) {
            List<StoredRow> results = attempts(trial, runner, missing(trial, rows));
            store.append(results);
            tally.add(results, trial, progress);
        }
        return null;
    }

    private List<StoredRow> attempts(Trial trial, TrialRunner runner, List<String> evaluations) {
        Instant begin = Instant.now();
        Exception last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                ModelDirectory model = runner.train(trial, listeners.get());
                return runner.evaluate(trial, model, evaluations).stream()
                        .map(row -> stored(trial, row))
                        .toList();
            } catch (Exception e) {
                last = e;
                progress.printf("%s: attempt %d failed: %s%n", trial.words(), attempt, oneLine(e));
            }
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        List<StoredRow> failed = new ArrayList<>();
        for (String evaluation : evaluations) {
            failed.add(StoredRow.failed(
                    cell(trial, Evaluations.metric(evaluation)),
                    seconds,
                    origin(trial),
                    environment,
                    Instant.now(),
                    oneLine(last)));
        }
        return failed;
    }

    private StoredRow stored(Trial trial, ResultRow row) {
        return new StoredRow(
                row,
                trial.data().hash(),
                origin(trial),
                environment,
                Instant.now(),
                TrialRunner.MODELS + "/" + trial.folder(),
                null);
    }

    /** The evaluations of a trial that the store has not measured. */
    private static List<String> missing(Trial trial, List<StoredRow> rows) {
        return trial.evaluations().stream()
                .filter(word -> rows.stream()
                        .noneMatch(row -> row.measured()
                                && row.row().split().equals("test")
                                && row.row()
                                        .metric()
                                        .equals(Evaluations.metric(word).text())
                                && trial.made(row)))
                .toList();
    }

    private static Cell cell(Trial trial, Metric metric) {
        return new Cell(
                trial.data().name(),
                trial.data().hash(),
                trial.options().modelName(),
                trial.options().scheme().word(),
                trial.options().layers(),
                trial.options().kind(),
                trial.options().toMap(),
                metric.text(),
                "test",
                trial.options().seed());
    }

    private static DataOrigin origin(Trial trial) {
        Manifest manifest = trial.data().manifest();
        return manifest.seed() == null ? DataOrigin.OFFICIAL : DataOrigin.REGENERATED;
    }

    private static String oneLine(Exception failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return words.lines().findFirst().orElse(cause.toString()).strip();
    }

    /** Counts trials and says so; shared by the families' threads. */
    private static final class Tally {
        private final int missing;
        private final long begin = System.nanoTime();
        private int done;
        private int failed;

        Tally(int missing) {
            this.missing = missing;
        }

        synchronized void add(List<StoredRow> rows, Trial trial, PrintStream progress) {
            boolean measured = rows.stream().allMatch(StoredRow::measured);
            done += measured ? 1 : 0;
            failed += measured ? 0 : 1;
            double elapsed = (System.nanoTime() - begin) * 1e-9;
            long left = Math.round(elapsed / (done + failed) * (missing - done - failed));
            StringBuilder values = new StringBuilder();
            for (StoredRow row : rows) {
                if (row.measured() && !row.row().split().equals("train")) {
                    values.append(String.format(
                            Locale.ROOT,
                            ", %s %s %.2f",
                            row.row().split(),
                            row.row().metric(),
                            row.row().value()));
                }
            }
            progress.printf(
                    "trial %d of %d, %s%s, %d:%02d:%02d left%n",
                    done + failed,
                    missing,
                    trial.words(),
                    measured ? values : " failed",
                    left / 3600,
                    left / 60 % 60,
                    left % 60);
        }

        synchronized int done() {
            return done;
        }

        synchronized int failed() {
            return failed;
        }
    }
}
