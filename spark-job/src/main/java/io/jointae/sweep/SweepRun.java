package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.evaluate.finetune.FinetuneDivergedException;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Outcome;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.batch.TrialBatch;
import io.jointae.sweep.graph.SweepTasks;
import io.jointae.sweep.graph.TaskGraph;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.tracking.TrialTracking;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.TrainingDivergedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The trials of a sweep that have no results yet, as a graph of tasks, and the work of each task. */
final class SweepRun implements SweepTasks.Works {

    /** A trial that fails is retried once before it is stored as failed. */
    private static final int ATTEMPTS = 2;

    private final Setting setting;
    private final TrialRunner runner;
    private final SweepDatasets datasets;
    private final MeasuredCells measured;
    private final SweepProgress progress;
    private final BestTrials best;
    private final TrialRows rows;
    private final Map<Trial, HalvingBracket> brackets = new HashMap<>();

    /** The trials that start from the layers of another trial, and that trial. */
    private final Map<Trial, Trial> starts = new HashMap<>();

    private final Map<Trial, Outcome.Diverged> diverged = new ConcurrentHashMap<>();

    /**
     * The surroundings that all trials of a sweep share.
     *
     * @param spark the session that trains and evaluates
     * @param store receives the results
     * @param lock the lease on the results folder, which is confirmed before anything is written there
     * @param environment the software and the machine, stored with every row
     * @param listeners creates the listeners of one attempt
     * @param tracking receives the trials as well
     */
    record Setting(
            SparkSession spark,
            ResultStore store,
            Lease lock,
            SortedMap<String, String> environment,
            Supplier<List<RunListener>> listeners,
            TrialTracking tracking) {}

    private interface Attempt<T> {
        T run() throws Exception;
    }

    SweepRun(
            Setting setting,
            TrialRunner runner,
            SweepDatasets datasets,
            MeasuredCells measured,
            SweepProgress progress,
            BestTrials best,
            List<HalvingBracket> brackets) {
        this.setting = setting;
        this.runner = runner;
        this.datasets = datasets;
        this.measured = measured;
        this.progress = progress;
        this.best = best;
        this.rows = new TrialRows(setting.environment(), datasets, this.brackets);
        for (HalvingBracket bracket : brackets) {
            bracket.members().forEach(trial -> this.brackets.put(trial, bracket));
        }
    }

    /**
     * Returns the tasks of the trials.
     *
     * @param batches finds the trials that train together among trials that do not wait for one another
     */
    TaskGraph graph(List<Trial> missing, Function<List<Trial>, List<TrialBatch>> batches) {
        SweepTasks tasks = new SweepTasks(missing, brackets, batches, this);
        starts.putAll(tasks.starts());
        return tasks.graph();
    }

    @Override
    public void trainTogether(List<Trial> batch, OptionalInt epochs) throws Exception {
        List<Trial> left = batch.stream()
                .filter(trial ->
                        !diverged.containsKey(trial) && !diverged.containsKey(starts.getOrDefault(trial, trial)))
                .filter(trial ->
                        !brackets.containsKey(trial) || brackets.get(trial).continues(trial))
                .toList();
        if (left.size() < 2 || !runner.sharesData(left.get(0))) {
            return;
        }
        progress.startedTogether(left);
        usePool();
        BatchedTraining.run(left, (trial, together) -> {
            Instant begin = Instant.now();
            try {
                runner.trainWithOthers(trial, epochs, listeners(trial), together);
            } catch (TrainingDivergedException e) {
                setting.lock().check();
                endDiverged(trial, measured.missing(trial), new Outcome.Diverged(e.reason(), seconds(begin)));
            } catch (Exception e) {
                rethrowIfStopping(e);
                setting.lock().check();
                progress.leftBatch(trial, e);
            }
        });
    }

    private void usePool() {
        JavaSparkContext.fromSparkContext(setting.spark().sparkContext())
                .setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
    }

    /** Throws the failure if the sweep is being stopped, so that the trial itself has not failed. */
    private void rethrowIfStopping(Exception failure) throws Exception {
        if (Thread.currentThread().isInterrupted()
                || setting.spark().sparkContext().isStopped()) {
            throw failure;
        }
    }

    private static double seconds(Instant begin) {
        return Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    }

    @Override
    public void finish(Trial trial) throws Exception {
        HalvingBracket bracket = brackets.get(trial);
        if (!diverged.containsKey(trial) && (bracket == null || bracket.continues(trial))) {
            progress.started(trial);
            List<String> evaluations = measured.missing(trial);
            Optional<List<StoredRow>> results = runWithRetry(trial, evaluations, () -> {
                ModelDirectory model = runner.train(trial, listeners(trial));
                List<StoredRow> evaluated = rows.of(trial, runner.evaluate(trial, model, evaluations));
                setting.lock().confirm();
                if (best.isImprovedBy(evaluated)) {
                    runner.draw(trial, model);
                }
                return evaluated;
            });
            if (results.isPresent()) {
                store(trial, results.get());
            }
        }
        datasets.release(trial);
    }

    @Override
    public void runToRound(Trial trial, HalvingBracket bracket, int round) throws Exception {
        if (!bracket.continues(trial) || bracket.hasResult(trial, round)) {
            return;
        }
        if (diverged.containsKey(trial)) {
            bracket.recordFailure(trial);
            return;
        }
        int epochs = bracket.halving().rounds().get(round);
        String by = bracket.halving().by();
        progress.started(trial);
        Optional<Optional<ResultRow>> result = runWithRetry(trial, measured.missing(trial), () -> {
            Optional<ModelDirectory> model = runner.advance(trial, epochs, listeners(trial));
            return model.isEmpty()
                    ? Optional.empty()
                    : Optional.of(bracket.validation(
                            trial, runner.compare(trial, model.get(), by).required()));
        });
        if (result.isEmpty()) {
            bracket.recordFailure(trial);
        } else if (result.get().isPresent()) {
            ResultRow valid = result.get().get();
            Map<String, String> mark = Map.of(MeasuredCells.ROUND, Integer.toString(epochs));
            append(List.of(rows.of(trial, valid.with(mark), null)));
            bracket.recordResult(trial, round, valid.value());
            progress.finishedRound(trial, epochs, valid);
        } else {
            progress.finishedRound(trial, epochs, null);
        }
    }

    @Override
    public void prune(HalvingBracket bracket, int round, Set<Trial> missing) throws IOException {
        for (Map.Entry<Trial, String> reason : bracket.prune(round).entrySet()) {
            Trial trial = reason.getKey();
            // An earlier run has stored the other pruned trials.
            if (missing.contains(trial)) {
                store(trial, rows.unmeasured(trial, measured.missing(trial), new Outcome.Pruned(reason.getValue(), 0)));
            }
        }
    }

    /** Appends rows after making sure that no other sweep writes to the store. */
    private void append(List<StoredRow> rows) throws IOException {
        setting.lock().confirm();
        setting.store().append(rows);
    }

    private void store(Trial trial, List<StoredRow> rows) throws IOException {
        append(rows);
        progress.finished(trial, rows);
        setting.tracking().onTrialEnd(trial, rows);
    }

    private List<RunListener> listeners(Trial trial) {
        List<RunListener> all = new ArrayList<>(setting.listeners().get());
        all.add(setting.tracking().listener(trial));
        all.add(new HeldLease(setting.lock()));
        return all;
    }

    /**
     * Returns the result of the work, or stores why there is none and returns empty: the setting diverged, or the retry
     * failed too.
     */
    private <T> Optional<T> runWithRetry(Trial trial, List<String> evaluations, Attempt<T> work) throws Exception {
        Trial start = starts.get(trial);
        if (start != null && diverged.containsKey(start)) {
            // The trial begins with the same phases, and training is deterministic.
            endDiverged(
                    trial, evaluations, new Outcome.Diverged(diverged.get(start).reason(), 0));
            return Optional.empty();
        }
        usePool();
        Instant begin = Instant.now();
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(work.run());
            } catch (Exception e) {
                rethrowIfStopping(e);
                setting.lock().check();
                double seconds = seconds(begin);
                if (e instanceof TrainingDivergedException divergence) {
                    endDiverged(trial, evaluations, new Outcome.Diverged(divergence.reason(), seconds));
                    return Optional.empty();
                }
                if (e instanceof FinetuneDivergedException divergence) {
                    store(
                            trial,
                            rows.unmeasured(trial, evaluations, new Outcome.Diverged(divergence.reason(), seconds)));
                    return Optional.empty();
                }
                String reason = progress.attemptFailed(trial, attempt, e);
                // Invalid input is still invalid in the next attempt.
                if (attempt == ATTEMPTS || e instanceof InvalidInputException) {
                    store(trial, rows.unmeasured(trial, evaluations, new Outcome.Failed(reason, seconds)));
                    return Optional.empty();
                }
            }
        }
    }

    private void endDiverged(Trial trial, List<String> evaluations, Outcome.Diverged outcome) throws IOException {
        diverged.put(trial, outcome);
        if (evaluations.isEmpty()) {
            progress.sharedLayersDiverged(trial, outcome.failure());
            setting.tracking().onTrialEnd(trial, List.of());
        } else {
            store(trial, rows.unmeasured(trial, evaluations, outcome));
        }
    }
}
