package io.jointae.sweep;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.Measurement;
import io.jointae.results.MetricName;
import io.jointae.results.StoredRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The best validation result so far of each model on each dataset; among equal ones it is the one with the lowest validation
 * loss. A sweep draws pictures of a trial only if the trial is the best so far, because the report shows the chosen setting
 * of each model and no other. Thread-safe.
 */
final class BestTrials {

    private record Model(String dataset, String name, MetricName metric) {}

    private final Map<Model, Measurement> best = new HashMap<>();

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
            boolean compared = cell.metric().higherIsBetter().isPresent()
                    && !cell.hyperparameters().containsKey(MeasuredCells.ROUND);
            if (row.measured() && !row.collapsed() && cell.split() == Split.VALID && compared) {
                Model model = new Model(cell.dataset(), cell.model().name(), cell.metric());
                Measurement measurement = row.result().measurement();
                if (!best.containsKey(model) || isBetter(cell.metric(), measurement, best.get(model))) {
                    best.put(model, measurement);
                    improved = true;
                }
            }
        }
        return improved;
    }

    private static boolean isBetter(MetricName metric, Measurement one, Measurement other) {
        return metric.better(one.value(), other.value())
                || one.value() == other.value()
                        && one.validationLoss().orElse(Double.POSITIVE_INFINITY)
                                < other.validationLoss().orElse(Double.POSITIVE_INFINITY);
    }
}
