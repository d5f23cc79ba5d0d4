package io.jointae.results;

import io.jointae.base.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * All that determines a measurement before it is made: the columns of {@link ResultRow} without what
 * came out. Two cells with one {@link #key} are one cell, whoever measures it and when.
 *
 * @param dataHash of the dataset's content, from its manifest; null where it is not known
 */
public record Cell(
        String dataset,
        String dataHash,
        String model,
        String scheme,
        int layers,
        String kind,
        SortedMap<String, String> hyperparameters,
        String metric,
        String split,
        long seed) {

    public Cell {
        hyperparameters = ResultRow.hyperparameters(hyperparameters);
    }

    /** The cell of a measured row. */
    public static Cell of(ResultRow row, String dataHash) {
        return new Cell(
                row.dataset(),
                dataHash,
                row.model(),
                row.scheme(),
                row.layers(),
                row.kind(),
                row.hyperparameters(),
                row.metric(),
                row.split(),
                row.seed());
    }

    /** The same measurement over another split. */
    public Cell on(String otherSplit) {
        return new Cell(dataset, dataHash, model, scheme, layers, kind, hyperparameters, metric, otherSplit, seed);
    }

    /** This cell with what came out; see {@link ResultRow} for units. */
    public ResultRow measured(double value, Double ci95, double seconds) {
        return new ResultRow(
                dataset, model, scheme, layers, kind, hyperparameters, metric, split, value, ci95, seconds, seed);
    }

    /** SHA-256 of every field in a fixed order, 64 hexadecimal digits. Values are compared as text: 0.1 is not 0.10. */
    public String key() {
        String determined = Json.line(
                Arrays.asList(dataset, dataHash, model, scheme, layers, kind, hyperparameters, metric, split, seed));
        return HexFormat.of().formatHex(sha256().digest(determined.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
