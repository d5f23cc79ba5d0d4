package io.jointae.score;

import java.util.List;

/**
 * What {@code score} did; the fields are those of {@code --json}.
 *
 * @param model name of the model, such as {@code DAE-2J}
 * @param layer whose code was written
 * @param rowsIn rows counted in the input
 * @param rowsOut rows counted in the output that was written
 * @param rowsBad rows counted in the side table; {@code rowsIn = rowsOut + rowsBad}
 * @param bad the side table; null if there are no bad rows
 * @param seconds wall time
 */
public record ScoreSummary(
        String model,
        int layer,
        List<String> inputs,
        String output,
        long rowsIn,
        long rowsOut,
        long rowsBad,
        String bad,
        double seconds) {}
