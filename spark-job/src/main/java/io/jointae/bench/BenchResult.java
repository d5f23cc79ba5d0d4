package io.jointae.bench;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measured figure of a benchmark. The component names are the field names of the JSON output.
 *
 * @param bench the name of the benchmark
 * @param value the measured figure in {@code unit}, usually a median of repetitions
 * @param unit the unit of {@code value} and {@code limit}, such as {@code ms}
 * @param limit the figure that the machine could reach at best, usually with the matrix products alone, in {@code
 *     unit}; null if no limit was measured
 * @param share the fraction of the limit that {@code value} reaches, at most about 1; null if no limit was measured
 * @param peers the time of other libraries divided by the time of jointae for the same task, by name of the library;
 *     ratios over 1 mean that jointae is faster
 * @param notes further figures and the spread of the repetitions, by name
 */
public record BenchResult(
        String bench,
        double value,
        String unit,
        Double limit,
        Double share,
        SortedMap<String, Double> peers,
        SortedMap<String, String> notes) {

    /** Copies the maps. */
    public BenchResult {
        Objects.requireNonNull(bench, "bench");
        Objects.requireNonNull(unit, "unit");
        peers = new TreeMap<>(peers);
        notes = new TreeMap<>(notes);
    }
}
