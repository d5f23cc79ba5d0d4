package io.jointae.cli;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.ReconstructionEvaluation;
import io.jointae.evaluate.ReconstructionOutcome;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code reconstruct}: measures the reconstruction cost of clean and of corrupted rows. */
@Command(
        name = "reconstruct",
        description = {
            "Measures the mean reconstruction cost per example on each split.",
            "",
            "The cost is that of clean rows, and for denoising models also that of rows with the corruption that the model"
                    + " was trained with. Each mean has a 95 %% confidence interval. " + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit reconstruct --model=models/dae2j --data=data/rectangles --results=results")
final class ReconstructCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description =
                    "Writes pictures of one model to this folder: filters.png shows the weights of the lowest layer,"
                            + " reconstructions.png shows training rows and their reconstructions, and codes.png shows"
                            + " the codes of the top layer on their two principal axes.")
    private String pictures;

    @Mixin
    private ArithmeticOptions computation;

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
                output,
                computation.arithmetic(),
                new ReconstructionEvaluation(),
                (subject, outcome) -> flags.writePictures(pictures, subject));
        List<ResultRow> rows = all.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("reconstruct", rows);
        output.results(rows, flags.describe(all));
        return flags.status(all);
    }
}
