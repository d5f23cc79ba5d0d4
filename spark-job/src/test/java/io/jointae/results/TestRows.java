package io.jointae.results;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Rows to test with. */
public final class TestRows {

    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

    private TestRows() {}

    /** A cell of the rectangles row of Table II. */
    public static Cell cell(String model, double noise, String split) {
        String scheme = model.replaceAll(".*\\d", "");
        int layers = Integer.parseInt(model.replaceAll("\\D", ""));
        Map<String, String> chosen =
                Map.of("learning-rate", "0.01", "noise", Double.toString(noise), "epochs", "300", "hidden", "1000");
        return new Cell(
                "rect",
                "hash-of-rect",
                model,
                scheme,
                layers,
                "dae",
                new TreeMap<>(chosen),
                Metric.SVM_ERROR.id(),
                split,
                1);
    }

    public static StoredRow measured(Cell cell, double value, Instant at) {
        return new StoredRow(
                cell.measured(value, 0.09, 61.5),
                cell.dataHash(),
                DataOrigin.OFFICIAL,
                new TreeMap<>(Map.of("java", "17.0.15", "spark", "3.5.5", "processor", "2 cores", "code", "0.1.0")),
                at,
                "models/" + cell.model(),
                null);
    }

    public static StoredRow failed(Cell cell, String why, Instant at) {
        return StoredRow.failed(cell, 3, DataOrigin.OFFICIAL, Map.of("java", "17.0.15"), at, why);
    }
}
