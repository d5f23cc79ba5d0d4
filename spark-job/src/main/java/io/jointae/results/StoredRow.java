package io.jointae.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of the store: a measured cell and where it comes from, or a cell that failed and why.
 *
 * @param row what was measured; its value is NaN where the cell failed
 * @param dataHash of the dataset's content; null where it is not known
 * @param origin of the dataset's rows
 * @param environment versions and machine, as a model's provenance has them: code, Java, Spark, processor, ...
 * @param measuredAt to the microsecond
 * @param run folder of the trained model, relative to the results folder; null where it was not kept
 * @param failure one line that says why there is no value, beginning with {@link #PRUNED} where a sweep stopped the
 *     trial early because others did better; null for a measurement
 */
public record StoredRow(
        ResultRow row,
        String dataHash,
        DataOrigin origin,
        SortedMap<String, String> environment,
        Instant measuredAt,
        String run,
        String failure) {

    /** How the {@code failure} of a cell begins that successive halving left unmeasured. */
    public static final String PRUNED = "pruned";

    public StoredRow {
        Objects.requireNonNull(row, "row");
        Objects.requireNonNull(origin, "origin");
        environment = new TreeMap<>(environment);
        measuredAt = measuredAt.truncatedTo(ChronoUnit.MICROS);
        if (Double.isNaN(row.value()) == (failure == null)) {
            throw new IllegalArgumentException("a row has a value or a failure: " + row);
        }
    }

    /** A cell that gave no value. */
    public static StoredRow failed(
            Cell cell, double seconds, DataOrigin origin, Map<String, String> environment, Instant at, String why) {
        ResultRow row = cell.measured(Double.NaN, null, seconds);
        return new StoredRow(row, cell.dataHash(), origin, new TreeMap<>(environment), at, null, why);
    }

    public boolean measured() {
        return failure == null;
    }

    /** Whether it has no value because a sweep stopped the trial early: nothing went wrong. */
    public boolean pruned() {
        return failure != null && failure.startsWith(PRUNED);
    }

    /** What determines this row. */
    public Cell cell() {
        return Cell.of(row, dataHash);
    }

    /** See {@link Cell#key}. */
    public String key() {
        return cell().key();
    }
}
