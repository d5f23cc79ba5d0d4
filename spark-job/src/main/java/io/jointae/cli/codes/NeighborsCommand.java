package io.jointae.cli.codes;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.frozen.NeighborsEvaluation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code neighbors}: measures the test error of the k nearest neighbors on the codes of a layer. */
@Command(
        name = "neighbors",
        description = {
            "Measures the test error of the k nearest neighbors on the codes of a layer.",
            "",
            "A row gets the most frequent label of the nearest training codes by Euclidean distance, where 1 %%, 10 %% and all"
                    + " of the training rows have labels. The k with the lowest validation error is used on the test rows. "
                    + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit neighbors --model=models/dae2j --data=data/rectangles --results=results")
public final class NeighborsCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Mixin
    private LabelOptions labels;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = {"--neighbors-k", "--k"},
            split = ",",
            paramLabel = "K[,K...]",
            defaultValue = "1,5,10,20,50",
            description =
                    "Sets the numbers of neighbors to choose from. Each must be from 1 to 1000, in ascending order. Numbers"
                            + " above the number of labeled rows are left out, and the smallest of equally good numbers is"
                            + " chosen. Default: ${DEFAULT-VALUE}.")
    private List<Integer> neighbors;

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
        return labels.run(
                flags,
                output,
                computation.arithmetic(),
                new NeighborsEvaluation(labels.layer(), labels.shares(), neighbors));
    }
}
