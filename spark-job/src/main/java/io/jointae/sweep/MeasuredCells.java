package io.jointae.sweep;

import io.jointae.results.MetricName;
import io.jointae.results.Outcome;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The results that a store has, by trial and evaluation. */
public final class MeasuredCells {

    /** The hyper-parameter that marks a validation result of a halving round; its value is the epochs of the last phase. */
    public static final String ROUND = "halving-epochs";

    private final Map<String, List<StoredRow>> byTrial = new HashMap<>();

    /**
     * Indexes the rows of a store.
     *
     * @param rows all rows of the store
     * @param options the names under which rows store training options
     */
    MeasuredCells(List<StoredRow> rows, Set<String> options) {
        for (StoredRow row : rows) {
            if (row.cell().isResult() || row.cell().hyperparameters().containsKey(ROUND)) {
                SortedMap<String, String> training = new TreeMap<>(row.cell().hyperparameters());
                training.keySet().retainAll(options);
                byTrial.computeIfAbsent(row.cell().dataHash() + training, none -> new ArrayList<>())
                        .add(row);
            }
        }
    }

    /** Returns the evaluations of a trial that lack a result. That a setting diverged is a result. */
    List<String> missing(Trial trial) {
        return trial.evaluation().evaluations().stream()
                .filter(evaluation -> !isMeasured(trial, evaluation))
                .toList();
    }

    private boolean isMeasured(Trial trial, String evaluation) {
        return results(trial, evaluation).stream().anyMatch(StoredRow::diverged)
                || trial.metrics(evaluation).stream()
                        .noneMatch(metric -> results(trial, evaluation, metric).isEmpty());
    }

    /**
     * Returns the results of an evaluation of a trial by the metric that compares models: rows with a value, and those of a
     * setting that diverged.
     */
    List<StoredRow> results(Trial trial, String evaluation) {
        return results(trial, evaluation, trial.metric(evaluation));
    }

    private List<StoredRow> results(Trial trial, String evaluation, MetricName metric) {
        return rows(trial).stream()
                .filter(row -> row.measured() || row.diverged())
                .filter(row -> row.cell().isResult() && isOf(row, evaluation, metric, trial))
                .toList();
    }

    /** Returns the trials that have to run: those without all results that were not pruned either. */
    List<Trial> toRun(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> !missing(trial).isEmpty() && !isPruned(trial))
                .toList();
    }

    /** Returns whether an earlier run pruned a trial with the same settings of halving. */
    boolean isPruned(Trial trial) {
        return trial.halving() != null
                && rows(trial).stream()
                        .anyMatch(row -> row.outcome() instanceof Outcome.Pruned pruned
                                && pruned.reason().startsWith(trial.halving().describe()));
    }

    /** Returns whether an earlier run stored that a trial diverged. */
    boolean isDiverged(Trial trial) {
        return rows(trial).stream().anyMatch(StoredRow::diverged);
    }

    /** Adds to a bracket the results that an earlier run stored. */
    void fill(HalvingBracket bracket) {
        List<Integer> rounds = bracket.halving().rounds();
        String by = bracket.halving().by();
        for (Trial trial : bracket.members()) {
            for (StoredRow row : rows(trial)) {
                String epochs = row.cell().hyperparameters().get(ROUND);
                int round = epochs == null ? -1 : rounds.indexOf(Integer.valueOf(epochs));
                if (round >= 0 && isOf(row, by, trial.metric(by), trial)) {
                    bracket.recordResult(trial, round, row.result().value());
                }
            }
        }
    }

    private List<StoredRow> rows(Trial trial) {
        return byTrial.getOrDefault(trial.identity(), List.of());
    }

    private static boolean isOf(StoredRow row, String evaluation, MetricName metric, Trial trial) {
        return row.cell().metric().equals(metric)
                && trial.evaluation().matches(evaluation, row.cell().hyperparameters());
    }
}
