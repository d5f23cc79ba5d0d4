package io.jointae.sweep;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.Metric;
import io.jointae.results.StoredRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The best validation result so far of each model on each dataset. A sweep draws pictures of a trial only if the trial
 * is the best so far, because the report shows the chosen setting of each model and no other. Thread-safe.
 */
final class BestTrials {

    private record Model(String dataset, String name, Metric metric) {}

    private final Map<Model, Double> best = new HashMap<>();

    /**
     * Starts from what a store has.
     *
     * @param stored the rows of earlier runs
     */
    BestTrials(List<StoredRow> stored) {
        stored.forEach(row -> isImprovedBy(List.of(row)));
    }

    /** Takes in the rows of a trial and returns whether one of them is the best validation result of its model so far. */
    synchronized boolean isImprovedBy(List<StoredRow> rows) {
        boolean improved = false;
        for (StoredRow row : rows) {
            Cell cell = row.cell();
            Optional<Metric> metric = cell.metric().known();
            boolean ofHalving = cell.hyperparameters().containsKey(MeasuredCells.ROUND);
            if (row.measured() && !row.collapsed() && cell.split() == Split.VALID && metric.isPresent() && !ofHalving) {
                Model model = new Model(cell.dataset(), cell.model().name(), metric.get());
                double value = row.result().value();
                if (!best.containsKey(model) || metric.get().better(value, best.get(model))) {
                    best.put(model, value);
                    improved = true;
                }
            }
        }
        return improved;
    }
}
