package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;
import java.util.Objects;

/**
 * Says what one run of {@code score} reads, computes and writes.
 *
 * @param model directory that {@code train} wrote, or a classifier that {@code finetune} wrote
 * @param input what is read, and how
 * @param output folder of Parquet to write; invalid rows go to {@code OUTPUT-bad}, an unfinished run is in
 *     {@code OUTPUT.run}
 * @param columns what is read from a row and computed for it
 * @param invalidRows {@link InvalidRowPolicy#ERROR} to stop at an invalid row, or {@link InvalidRowPolicy#SKIP} to write
 *     invalid rows to a side table
 * @param existing what happens to an output that exists
 * @param arithmetic the library and the precision that encode
 */
public record ScoreRequest(
        String model,
        ScoreInput input,
        String output,
        Columns columns,
        InvalidRowPolicy invalidRows,
        ExistingOutput existing,
        Arithmetic arithmetic) {

    /** The names of the columns that are added; the input must not have columns of these names. */
    public static final String FEATURES = "features";

    public static final String RECONSTRUCTION = "reconstruction";
    public static final String RECONSTRUCTION_ERROR = "reconstruction_error";

    /** The names of the columns that are added instead of features if the model is a classifier. */
    public static final String CLASS = "class";

    public static final String PROBABILITIES = "probabilities";

    /** The names of the columns that the side table of invalid rows adds to those of the input. */
    public static final String BAD_FILE = "bad_file";

    public static final String BAD_ROW = "bad_row";
    public static final String BAD_REASON = "bad_reason";

    /**
     * The column that is read and those that are computed.
     *
     * @param column the column of input vectors; null for the only column that holds vectors
     * @param layer the layer whose code becomes the features, counted from 1; null for the top one
     * @param reconstruction whether each row's reconstruction is written
     * @param reconstructionError whether the cost of each row's reconstruction is written
     */
    public record Columns(String column, Integer layer, boolean reconstruction, boolean reconstructionError) {

        /** The features of the top layer, from the only column that holds vectors. */
        public static final Columns FEATURES_ONLY = new Columns(null, null, false, false);

        /**
         * Checks what needs no model.
         *
         * @throws InvalidInputException if the layer is less than 1
         */
        public Columns {
            if (layer != null && layer < 1) {
                throw InvalidInputException.ofField(
                        "layer", "%d is less than 1: layers count from 1, which is the lowest.", layer);
            }
        }
    }

    /**
     * Checks what needs no data.
     *
     * @throws InvalidInputException if invalid rows would be kept without features
     */
    public ScoreRequest {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(columns, "columns");
        Objects.requireNonNull(existing, "existing");
        Objects.requireNonNull(arithmetic, "arithmetic");
        if (invalidRows == InvalidRowPolicy.KEEP) {
            throw InvalidInputException.ofField(
                    "invalidRows", "keep would write rows without features: choose error or skip.");
        }
        // A slash at the end would make the names of the side table and of the unfinished run wrong.
        output = output.replaceFirst("(?<=.)/+$", "");
    }

    /** Returns a request for the top layer's features that stops at invalid rows and refuses an existing output. */
    public static ScoreRequest of(String model, List<String> inputs, String output) {
        return new ScoreRequest(
                model,
                ScoreInput.of(inputs),
                output,
                Columns.FEATURES_ONLY,
                InvalidRowPolicy.ERROR,
                ExistingOutput.REFUSE,
                Arithmetic.DEFAULT);
    }

    /** Returns the paths of the files that are read. */
    public List<String> inputs() {
        return input.paths();
    }

    /** Returns this request for another input. */
    public ScoreRequest withInput(ScoreInput other) {
        return new ScoreRequest(model, other, output, columns, invalidRows, existing, arithmetic);
    }

    /** Returns this request with other columns. */
    public ScoreRequest withColumns(Columns other) {
        return new ScoreRequest(model, input, output, other, invalidRows, existing, arithmetic);
    }

    /** Returns this request with another policy for invalid rows. */
    public ScoreRequest withInvalidRows(InvalidRowPolicy policy) {
        return new ScoreRequest(model, input, output, columns, policy, existing, arithmetic);
    }

    /** Returns this request with another decision about an output that exists. */
    public ScoreRequest withExisting(ExistingOutput other) {
        return new ScoreRequest(model, input, output, columns, invalidRows, other, arithmetic);
    }

    /** Returns this request for another arithmetic. */
    public ScoreRequest withArithmetic(Arithmetic other) {
        return new ScoreRequest(model, input, output, columns, invalidRows, existing, other);
    }

    /** Returns whether invalid rows go to the side table. */
    boolean skipsInvalidRows() {
        return invalidRows == InvalidRowPolicy.SKIP;
    }

    /** Returns the folder of the side table of invalid rows. */
    public String badOutput() {
        return output + "-bad";
    }

    /** Returns the folder where an unfinished run keeps its complete partitions. */
    String runFolder() {
        return output + ".run";
    }
}
