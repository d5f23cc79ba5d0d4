package io.jointae.sweep;

import io.jointae.results.StoredRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which evaluations of which trials a store has a test figure for, whatever the evaluation chose. */
final class MeasuredCells {

    private final Map<String, List<StoredRow>> byTrial = new HashMap<>();

    /**
     * @param options names of the options of training, which are the same for every trial
     */
    MeasuredCells(List<StoredRow> rows, Set<String> options) {
        for (StoredRow row : rows) {
            if (row.measured() && row.row().split().equals("test")) {
                SortedMap<String, String> training = new TreeMap<>(row.row().hyperparameters());
                training.keySet().retainAll(options);
                byTrial.computeIfAbsent(row.dataHash() + training, none -> new ArrayList<>())
                        .add(row);
            }
        }
    }

    /** The evaluations of a trial that have not been measured. */
    List<String> missing(Trial trial) {
        List<StoredRow> rows = byTrial.getOrDefault(trial.identity(), List.of());
        return trial.evaluation().words().stream()
                .filter(word -> rows.stream().noneMatch(row -> of(row, word, trial)))
                .toList();
    }

    private static boolean of(StoredRow row, String word, Trial trial) {
        return row.row().metric().equals(Evaluations.metric(word).text())
                && trial.evaluation().made(word, row.row().hyperparameters());
    }
}
