package io.jointae.sweep;

import io.jointae.base.BadInput;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.train.Diverged;
import io.jointae.train.Environment;
import io.jointae.train.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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

    /** How long trials may take to stop once the sweep cannot go on. */
    private static final long STOP_SECONDS = 60;

    private final SparkSession spark;
    private final SweepPlan plan;
    private final String out;
    private final int parallel;
    private final PrintStream words;
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

    /** What the threads of one run have in common. */
    private record Run(TrialRunner runner, MeasuredCells measured, SweepProgress progress) {}

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
        checkParallel(parallel);
        this.spark = spark;
        this.plan = plan;
        this.listeners = listeners;
        this.out = out;
        this.parallel = parallel;
        this.words = words;
        this.conf = spark.sessionState().newHadoopConf();
        this.store = ResultStore.in(conf, out);
        this.environment = Environment.of(spark);
    }

    /** @throws BadInput if not so many trials can run at a time */
    public static void checkParallel(int parallel) {
        if (parallel < 1) {
            throw BadInput.of("--parallel %d: must be 1 or more", parallel);
        }
    }

    /** @throws BadInput if there are results that may not be added to */
    public static void checkOutput(Configuration conf, String out, boolean resume) throws IOException {
        if (!resume && ResultStore.in(conf, out).exists()) {
            throw BadInput.of("%s has results: add --resume to run what is missing, or choose another --out", out);
        }
    }

    /**
     * Runs what is missing.
     *
     * @param resume whether results that are there already may be added to
     * @throws BadInput if they may not, or if another sweep is at work in the folder
     */
    public Summary run(boolean resume) throws IOException, InterruptedException {
        checkOutput(conf, out, resume);
        try (SweepLock lock = SweepLock.take(conf, out)) {
            Set<String> options = plan.trials().get(0).options().toMap().keySet();
            MeasuredCells measured = new MeasuredCells(store.read(), options);
            List<Trial> missing = plan.trials().stream()
                    .filter(trial -> !measured.missing(trial).isEmpty())
                    .toList();
            SweepProgress progress = new SweepProgress(words, missing.size());
            if (!missing.isEmpty()) {
                run(missing, new Run(new TrialRunner(spark, out, missing), measured, progress), lock);
            }
            int there = plan.trials().size() - missing.size();
            return new Summary(plan.trials().size(), there, progress.done(), progress.failed());
        }
    }

    private void run(List<Trial> missing, Run run, SweepLock lock) throws IOException, InterruptedException {
        // The longest first: what is left for the end is short, and no slot waits long for the last.
        List<Family> families = Family.of(missing).stream()
                .sorted(Comparator.comparingDouble(Family::multiplyAdds).reversed())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        List<Future<?>> running = new ArrayList<>();
        try {
            for (Family family : families) {
                running.add(threads.submit(() -> run(family, run)));
            }
            threads.shutdown();
            while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                lock.check();
                stopIfBroken(running);
                run.progress().tick();
            }
            stopIfBroken(running);
        } finally {
            if (!threads.isTerminated()) {
                threads.shutdownNow();
                spark.sparkContext().cancelAllJobs();
                threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
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

    private Void run(Family family, Run run) throws Exception {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
        for (Trial trial : family.trials()) {
            run.progress().begins(trial);
            List<StoredRow> rows = attempts(trial, run);
            store.append(rows);
            run.progress().ends(trial, rows);
        }
        return null;
    }

    private List<StoredRow> attempts(Trial trial, Run run) throws Exception {
        List<String> evaluations = run.measured().missing(trial);
        Instant begin = Instant.now();
        for (int attempt = 1; ; attempt++) {
            try {
                ModelDirectory model = run.runner().train(trial, listeners.get());
                return run.runner().evaluate(trial, model, evaluations).stream()
                        .map(row -> new StoredRow(
                                row,
                                trial.data().hash(),
                                trial.data().origin(),
                                environment,
                                Instant.now(),
                                TrialRunner.MODELS + "/" + trial.folder(),
                                null))
                        .toList();
            } catch (Exception e) {
                if (Thread.currentThread().isInterrupted()
                        || spark.sparkContext().isStopped()) {
                    // The sweep stops; that says nothing about the trial.
                    throw e;
                }
                String why = oneLine(e);
                run.progress().failedAttempt(trial, attempt, why);
                // A run is the same run the next time: these two fail again.
                if (attempt == ATTEMPTS || e instanceof Diverged || e instanceof BadInput) {
                    return failed(trial, evaluations, begin, why);
                }
            }
        }
    }

    private List<StoredRow> failed(Trial trial, List<String> evaluations, Instant begin, String why) {
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
        return evaluations.stream()
                .map(word -> StoredRow.failed(
                        trial.cell(word), seconds, trial.data().origin(), environment, Instant.now(), why))
                .toList();
    }

    private static String oneLine(Exception failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return words.lines().findFirst().orElse(cause.toString()).strip();
    }
}
