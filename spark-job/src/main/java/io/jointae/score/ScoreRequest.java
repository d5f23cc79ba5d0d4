package io.jointae.score;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Objects;

/**
 * What {@code score} is asked for.
 *
 * @param model directory that {@code train} wrote
 * @param inputs Parquet files, folders, globs or partitioned tables; or IDX files
 * @param output folder of Parquet to write; {@code OUTPUT-bad} is its side table, {@code OUTPUT.run} its workshop
 * @param column of vectors; null for the only one
 * @param layer whose code is wanted, from 1; null for the top one
 * @param reconstructionError whether each row's cost of reconstruction is wanted
 * @param reconstruction whether each row's reconstruction is wanted
 * @param skipBad whether bad rows go to the side table; they stop the job otherwise
 * @param resume whether partitions that an interrupted run completed are kept
 * @param overwrite whether an existing output or an interrupted run is replaced
 */
public record ScoreRequest(
        String model,
        List<String> inputs,
        String output,
        String column,
        Integer layer,
        boolean reconstructionError,
        boolean reconstruction,
        boolean skipBad,
        boolean resume,
        boolean overwrite) {

    /** The columns that are added; the input may not have columns of these names. */
    public static final String FEATURES = "features";

    public static final String RECONSTRUCTION = "reconstruction";
    public static final String RECONSTRUCTION_ERROR = "reconstruction_error";

    /** The columns that the side table adds to those of the input. */
    public static final String BAD_FILE = "bad_file";

    public static final String BAD_ROW = "bad_row";
    public static final String BAD_REASON = "bad_reason";

    /** @throws InvalidInputException if no data could make it sensible */
    public ScoreRequest {
        Objects.requireNonNull(model, "model");
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new InvalidInputException("--input is empty: give at least one path");
        }
        output = output.replaceFirst("(?<=.)/+$", "");
        if (layer != null && layer < 1) {
            throw InvalidInputException.of("--layer %d: layers count from 1, the lowest", layer);
        }
        if (resume && overwrite) {
            throw new InvalidInputException("--resume and --overwrite exclude each other: leave one out");
        }
    }

    /** Where bad rows go. */
    public String bad() {
        return output + "-bad";
    }

    /** Where an unfinished run keeps what it has. */
    String workshop() {
        return output + ".run";
    }
}
