package io.jointae.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * Says what a run of {@code score} did. As JSON, the row counts stand beside the other fields.
 *
 * @param model name of the model, such as {@code DAE-2J}
 * @param layer the layer whose code was written; null for a classifier
 * @param inputs the paths that were read
 * @param output the folder that was written
 * @param rows how many rows were read and written
 * @param badOutput the side table of invalid rows, as {@code bad} in JSON; null if there are no invalid rows
 * @param seconds wall time
 */
@JsonPropertyOrder({"model", "layer", "inputs", "output", "rows", "bad", "seconds"})
public record ScoreSummary(
        String model,
        Integer layer,
        List<String> inputs,
        String output,
        @JsonUnwrapped Rows rows,
        @JsonProperty("bad") String badOutput,
        double seconds) {

    /**
     * The row counts of a run, where {@code rowsIn = rowsOut + rowsBad}.
     *
     * @param rowsIn rows counted in the input
     * @param rowsOut rows counted in the output that was written
     * @param rowsBad rows counted in the side table of invalid rows
     */
    public record Rows(long rowsIn, long rowsOut, long rowsBad) {}
}
