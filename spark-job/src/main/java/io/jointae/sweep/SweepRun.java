package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Outcome;
import io.jointae.results.ResultRow;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.TrainingWork;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.tracking.TrialTracking;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.TrainingDivergedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What is missing of a sweep as a graph of tasks, and the doing of each. */
final class SweepRun {

    /** A trial that fails is tried once more before it is recorded as failed. */
    private static final int ATTEMPTS = 2;

    private final Setting setting;
    private final TrialRunner runner;
    private final SweepDatasets datasets;
    private final MeasuredCells measured;
    private final SweepProgress progress;
    private final BestTrials best;
    private final Map<Trial, HalvingBracket> brackets = new HashMap<>();

    /**
     * What runs of one sweep have in common.
     *
     * @param environment of every row
     * @param listeners new ones for each attempt
     */
    record Setting(
            SparkSession spark,
            ResultStore store,
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
        for (HalvingBracket bracket : brackets) {
            bracket.members().forEach(trial -> this.brackets.put(trial, bracket));
        }
    }

    /** Everything that is to be done, each after what it builds on. */
    TaskGraph graph(List<Trial> missing) {
        TaskGraph graph = new TaskGraph();
        Map<HalvingBracket, Map<Trial, List<TaskGraph.Task>>> compared = new LinkedHashMap<>();
        for (SharedPrefixGroup family : SharedPrefixGroup.of(missing)) {
            Map<Trial, TaskGraph.Task> done = new HashMap<>();
            for (Trial trial : family.trials()) {
                List<TaskGraph.Task> needed =
                        family.startOf(trial).map(done::get).map(List::of).orElse(List.of());
                HalvingBracket bracket = brackets.get(trial);
                if (bracket == null) {
                    done.put(trial, graph.add(family.multiplyAdds(trial), needed, () -> finish(trial)));
                } else {
                    compared.computeIfAbsent(bracket, none -> new LinkedHashMap<>())
                            .put(trial, needed);
                }
            }
        }
        compared.forEach((bracket, trials) -> add(graph, bracket, trials));
        return graph;
    }

    private void add(TaskGraph graph, HalvingBracket bracket, Map<Trial, List<TaskGraph.Task>> trials) {
        Map<Trial, List<TaskGraph.Task>> needed = new LinkedHashMap<>(trials);
        List<Integer> rounds = bracket.halving().rounds();
        int before = 0;
        for (int i = 0; i < rounds.size(); i++) {
            int round = i;
            List<TaskGraph.Task> runs = new ArrayList<>();
            for (Trial trial : trials.keySet()) {
                double weight = TrainingWork.lastPhase(trial, rounds.get(i) - before)
                        + (i == 0 ? TrainingWork.beforeLast(trial) : 0);
                runs.add(graph.add(weight, needed.get(trial), () -> round(trial, bracket, round)));
            }
            TaskGraph.Task comparison = graph.add(0, runs, () -> prune(bracket, round, trials.keySet()));
            needed.replaceAll((trial, tasks) -> List.of(comparison));
            before = rounds.get(i);
        }
        for (Trial trial : trials.keySet()) {
            double weight = TrainingWork.lastPhase(trial, trial.options().epochs() - before);
            graph.add(weight, needed.get(trial), () -> finish(trial));
        }
    }

    private void finish(Trial trial) throws Exception {
        HalvingBracket bracket = brackets.get(trial);
        if (bracket == null || bracket.continues(trial)) {
            progress.begins(trial);
            List<String> evaluations = measured.missing(trial);
            Optional<List<StoredRow>> rows = attempts(trial, evaluations, () -> {
                ModelDirectory model = runner.train(trial, listeners(trial));
                List<StoredRow> evaluated = runner.evaluate(trial, model, evaluations).stream()
                        .map(row -> stored(trial, row, TrialRunner.MODELS + "/" + trial.folder()))
                        .toList();
                if (best.isImprovedBy(evaluated)) {
                    runner.draw(trial, model);
                }
                return evaluated;
            });
            if (rows.isPresent()) {
                keep(trial, rows.get());
            }
        }
        datasets.done(trial);
    }

    /** Brings a trial to a round of halving and keeps its result there. */
    private void round(Trial trial, HalvingBracket bracket, int round) throws Exception {
        if (!bracket.continues(trial) || bracket.hasResult(trial, round)) {
            return;
        }
        int epochs = bracket.halving().rounds().get(round);
        String by = bracket.halving().by();
        progress.begins(trial);
        Optional<Optional<ResultRow>> result = attempts(trial, measured.missing(trial), () -> {
            Optional<ModelDirectory> model = runner.advance(trial, epochs, listeners(trial));
            return model.isEmpty()
                    ? Optional.empty()
                    : runner.evaluate(trial, model.get(), List.of(by)).stream()
                            .filter(row -> row.cell().split() == Split.VALID)
                            .findFirst();
        });
        if (result.isEmpty()) {
            bracket.recordFailure(trial);
        } else if (result.get().isPresent()) {
            ResultRow valid = result.get().get();
            Map<String, String> reached = Map.of(MeasuredCells.ROUND, Integer.toString(epochs));
            setting.store().append(stored(trial, valid.with(reached), null));
            bracket.recordResult(trial, round, valid.value());
            progress.compared(trial, epochs, valid);
        } else {
            progress.compared(trial, epochs, null);
        }
    }

    private void prune(HalvingBracket bracket, int round, Set<Trial> missing) throws IOException {
        for (Map.Entry<Trial, String> each : bracket.prune(round).entrySet()) {
            Trial trial = each.getKey();
            // Others were pruned by an earlier run.
            if (missing.contains(trial)) {
                keep(trial, unmeasured(trial, measured.missing(trial), new Outcome.Pruned(each.getValue(), 0)));
            }
        }
    }

    private void keep(Trial trial, List<StoredRow> rows) throws IOException {
        setting.store().append(rows);
        progress.ends(trial, rows);
        setting.tracking().ends(trial, rows);
    }

    private List<RunListener> listeners(Trial trial) {
        List<RunListener> all = new ArrayList<>(setting.listeners().get());
        all.add(setting.tracking().listener(trial));
        return all;
    }

    /** @return empty where it failed for good, which is recorded then */
    private <T> Optional<T> attempts(Trial trial, List<String> evaluations, Attempt<T> work) throws Exception {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(setting.spark().sparkContext());
        context.setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
        Instant begin = Instant.now();
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(work.run());
            } catch (Exception e) {
                if (Thread.currentThread().isInterrupted()
                        || setting.spark().sparkContext().isStopped()) {
                    // The sweep stops; that says nothing about the trial.
                    throw e;
                }
                String why = oneLine(e);
                progress.failedAttempt(trial, attempt, why);
                // A run is the same run the next time: these two fail again.
                if (attempt == ATTEMPTS
                        || e instanceof TrainingDivergedException
                        || e instanceof InvalidInputException) {
                    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
                    keep(trial, unmeasured(trial, evaluations, new Outcome.Failed(why, seconds)));
                    return Optional.empty();
                }
            }
        }
    }

    private StoredRow stored(Trial trial, ResultRow row, String run) {
        return StoredRow.of(row, trial.data().origin(), setting.environment(), Instant.now(), run);
    }

    private List<StoredRow> unmeasured(Trial trial, List<String> evaluations, Outcome outcome) {
        return evaluations.stream()
                .map(name -> new StoredRow(
                        trial.cell(name), outcome, trial.data().origin(), setting.environment(), Instant.now(), null))
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
