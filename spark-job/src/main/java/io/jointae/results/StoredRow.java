package io.jointae.results;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of the store: a cell, what became of it, and where and when that happened.
 *
 * @param cell what determines the row
 * @param outcome the measurement, or why there is none
 * @param origin where the dataset's rows come from
 * @param environment versions and machine, as a model's provenance has them: code, Java, Spark, processor, ...
 * @param measuredAt the time, to the microsecond
 * @param run folder of the trained model, relative to the results folder; null where the model was not kept there
 * @param procedure how the row came about; null where that was not stored
 */
public record StoredRow(
        Cell cell,
        Outcome outcome,
        DataOrigin origin,
        SortedMap<String, String> environment,
        Instant measuredAt,
        String run,
        Procedure procedure) {

    public StoredRow {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(origin, "origin");
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        measuredAt = measuredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the row of a measurement, without a procedure. */
    public static StoredRow of(
            ResultRow row, DataOrigin origin, Map<String, String> environment, Instant measuredAt, String run) {
        return new StoredRow(row.cell(), row.measurement(), origin, new TreeMap<>(environment), measuredAt, run, null);
    }

    /** Returns the same row with a procedure. */
    public StoredRow with(Procedure otherProcedure) {
        return new StoredRow(cell, outcome, origin, environment, measuredAt, run, otherProcedure);
    }

    /** Returns whether the cell has a value. */
    public boolean measured() {
        return outcome instanceof Measurement;
    }

    /** Returns whether the cell has a value of a model that is known to have collapsed, see {@link Measurement#collapsed}. */
    public boolean collapsed() {
        return outcome instanceof Measurement measurement && measurement.collapsed();
    }

    /** Returns whether settings of the same cell are known to have been pruned by successive halving. */
    public boolean halved() {
        return procedure != null && procedure.halving() != null;
    }

    /** Returns whether the cell has no value because its setting diverges: that is a result, and no failure. */
    public boolean diverged() {
        return outcome instanceof Outcome.Diverged;
    }

    /** Returns whether the cell has no value because a sweep stopped the trial early: nothing went wrong. */
    public boolean pruned() {
        return outcome instanceof Outcome.Pruned;
    }

    /**
     * Returns the cell with its measurement.
     *
     * @throws IllegalStateException if there is none: see {@link #measured}
     */
    public ResultRow result() {
        if (outcome instanceof Measurement measurement) {
            return new ResultRow(cell, measurement);
        }
        throw new IllegalStateException("the cell has no value: " + failure());
    }

    /** Returns in one line why the cell has no value, as the store's column {@code failure} has it; null where it has one. */
    public String failure() {
        return outcome.failure();
    }

    /** Returns the {@link Cell#key} of the row. */
    public String key() {
        return cell.key();
    }
}
