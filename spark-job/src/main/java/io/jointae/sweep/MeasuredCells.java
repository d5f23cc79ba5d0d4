package io.jointae.sweep;

import io.jointae.data.Split;
import io.jointae.results.Outcome;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which evaluations of which trials a store has a test figure for, whatever the evaluation chose. */
public final class MeasuredCells {

    /** Named in the row of a validation result at a round of halving: epochs of the last phase. */
    public static final String ROUND = "halving-epochs";

    private final Map<String, List<StoredRow>> byTrial = new HashMap<>();

    /**
     * @param options names of the options of training, which are the same for every trial
     */
    MeasuredCells(List<StoredRow> rows, Set<String> options) {
        for (StoredRow row : rows) {
            if (row.cell().split() == Split.TEST || row.cell().hyperparameters().containsKey(ROUND)) {
                SortedMap<String, String> training = new TreeMap<>(row.cell().hyperparameters());
                training.keySet().retainAll(options);
                byTrial.computeIfAbsent(row.cell().dataHash() + training, none -> new ArrayList<>())
                        .add(row);
            }
        }
    }

    /** The evaluations of a trial that have not been measured. */
    List<String> missing(Trial trial) {
        List<StoredRow> rows = rows(trial).stream()
                .filter(row -> row.measured() && row.cell().split() == Split.TEST)
                .toList();
        return trial.evaluation().evaluations().stream()
                .filter(word -> rows.stream().noneMatch(row -> of(row, word, trial)))
                .toList();
    }

    /** Whether the halving that a trial has now pruned it before. */
    boolean pruned(Trial trial) {
        return trial.halving() != null
                && rows(trial).stream()
                        .anyMatch(row -> row.outcome() instanceof Outcome.Pruned pruned
                                && pruned.reason().startsWith(trial.halving().describe()));
    }

    /** Gives a bracket the results that an earlier run kept. */
    void fill(HalvingBracket bracket) {
        List<Integer> rounds = bracket.halving().rounds();
        for (Trial trial : bracket.members()) {
            for (StoredRow row : rows(trial)) {
                String at = row.cell().hyperparameters().get(ROUND);
                int round = at == null ? -1 : rounds.indexOf(Integer.valueOf(at));
                if (round >= 0 && of(row, bracket.halving().by(), trial)) {
                    bracket.recordResult(trial, round, row.result().value());
                }
            }
        }
    }

    private List<StoredRow> rows(Trial trial) {
        return byTrial.getOrDefault(trial.identity(), List.of());
    }

    private static boolean of(StoredRow row, String word, Trial trial) {
        return row.cell().metric().is(TrialEvaluation.metric(word))
                && trial.evaluation().matches(word, row.cell().hyperparameters());
    }
}
