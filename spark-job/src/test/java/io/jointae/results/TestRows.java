package io.jointae.results;

import io.jointae.data.Split;
import io.jointae.statistics.CodeStatistics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cells and rows of the rectangles row of Table II, for tests. */
public final class TestRows {

    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

    private TestRows() {}

    /** Returns the cell of a denoising stack such as {@code DAE-2J}, trained with this noise. */
    public static Cell cell(String model, double noise, Split split) {
        String scheme = model.replaceAll(".*\\d", "");
        int layers = Integer.parseInt(model.replaceAll("\\D", ""));
        Map<String, String> chosen =
                Map.of("learning-rate", "0.01", "noise", Double.toString(noise), "epochs", "300", "hidden", "1000");
        return new Cell(
                "rect",
                "hash-of-rect",
                new ModelVariant(model, scheme, layers, "dae"),
                new TreeMap<>(chosen),
                Metric.SVM_ERROR.metricName(),
                split,
                1);
    }

    public static StoredRow measured(Cell cell, double value, Instant at) {
        return StoredRow.of(
                cell.measured(value, 0.09, 61.5),
                DataOrigin.OFFICIAL,
                Map.of("java", "17.0.15", "spark", "3.5.5", "processor", "2 cores", "code", "0.1.0"),
                at,
                "models/" + cell.model().name());
    }

    /** Returns the row of a model whose codes have collapsed. */
    public static StoredRow collapsed(Cell cell, double value, Instant at) {
        StoredRow row = measured(cell, value, at);
        CodeStatistics codes = new CodeStatistics(
                List.of(new CodeStatistics.Layer(1000, 0.003, 11.25), new CodeStatistics.Layer(1000, 1.9e-9, 9.9)));
        return StoredRow.of(row.result().with(codes), row.origin(), row.environment(), at, row.run());
    }

    /** Returns the row of a classifier with this loss on the validation rows. */
    public static StoredRow measured(Cell cell, double value, double validationLoss) {
        StoredRow row = measured(cell, value, NOON);
        Tuning tuning = Tuning.of(validationLoss, "svm-c", List.of(0.01, 0.1, 1.0));
        return StoredRow.of(row.result().with(tuning), row.origin(), row.environment(), NOON, row.run());
    }

    public static StoredRow failed(Cell cell, String reason, Instant at) {
        return unmeasured(cell, new Outcome.Failed(reason, 3), at);
    }

    public static StoredRow diverged(Cell cell, String reason, Instant at) {
        return unmeasured(cell, new Outcome.Diverged(reason, 3), at);
    }

    public static StoredRow pruned(Cell cell, String reason, Instant at) {
        return unmeasured(cell, new Outcome.Pruned(reason, 3), at);
    }

    private static StoredRow unmeasured(Cell cell, Outcome outcome, Instant at) {
        return new StoredRow(
                cell, outcome, DataOrigin.OFFICIAL, new TreeMap<>(Map.of("java", "17.0.15")), at, null, null);
    }
}
