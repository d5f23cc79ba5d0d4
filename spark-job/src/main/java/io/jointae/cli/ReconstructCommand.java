package io.jointae.cli;

import io.jointae.evaluate.Reconstruction;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reconstruct}: the mean cost of reconstructing each split. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        description = "Mean reconstruction cost per example on each split, with its 95 % interval.")
final class ReconstructCommand implements Callable<Integer> {

    @Mixin
    private EvaluationFlags flags;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        List<List<ResultRow>> all = flags.evaluate("reconstruct", output, Reconstruction::evaluate);
        List<ResultRow> rows = all.stream().flatMap(List::stream).toList();
        flags.write("reconstruct", rows);
        output.results(rows, EvaluationFlags.words(rows));
        return flags.status(all);
    }
}
