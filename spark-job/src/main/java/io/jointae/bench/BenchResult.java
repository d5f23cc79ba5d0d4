package io.jointae.bench;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measured figure; the field names are those of {@code --json}.
 *
 * @param bench name of the benchmark
 * @param value what was measured, a median of repetitions, in {@code unit}
 * @param limit what the machine's matrix products alone would take or give, in {@code unit}; null where there is none
 * @param share part of the limit that {@code value} reaches, at most about 1; null without a limit
 * @param peers others doing the same in the same run: ratio over 1 where ours is faster
 * @param notes further figures and the spread, by name
 */
public record BenchResult(
        String bench,
        double value,
        String unit,
        Double limit,
        Double share,
        SortedMap<String, Double> peers,
        SortedMap<String, String> notes) {

    public BenchResult {
        Objects.requireNonNull(bench, "bench");
        Objects.requireNonNull(unit, "unit");
        peers = new TreeMap<>(peers);
        notes = new TreeMap<>(notes);
    }
}
