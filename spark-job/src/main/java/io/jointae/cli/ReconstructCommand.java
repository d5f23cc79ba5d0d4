package io.jointae.cli;

import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.ReconstructionOutcome;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reconstruct}: the mean cost of reconstructing each split, clean and corrupted. */
@Command(
        name = "reconstruct",
        description =
                "Mean reconstruction cost per example on each split, with its 95 %% interval: of clean rows, and for"
                        + " denoising models also of rows under the model's own corruption.")
final class ReconstructCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description =
                    "Also write filters.png, the lowest layer's weights, and reconstructions.png there (one --model).")
    private String pictures;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return flags.outputFolders();
    }

    @Override
    public Integer call() throws Exception {
        flags.checkPictures(pictures);
        List<ReconstructionOutcome> all = flags.evaluate(
                output, new ReconstructionEvaluation(), (subject, outcome) -> flags.writePictures(pictures, subject));
        List<ResultRow> rows = all.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("reconstruct", rows);
        output.results(rows, EvaluationOptions.describe(rows));
        return flags.status(all);
    }
}
