package io.jointae.cli.codes;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.PairedComparison;
import io.jointae.evaluate.frozen.CodeClassifierOutcome;
import io.jointae.evaluate.frozen.LabelShares;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that train a classifier on codes with several shares of the labels, and their work. */
final class LabelOptions {

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--layer",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Takes the codes of this layer, from 1 for the lowest layer. The value 0 stands for the top layer."
                            + " Default: ${DEFAULT-VALUE}.")
    private int layer;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "PERCENT[,PERCENT...]",
            defaultValue = "1,10,100",
            description = "Sets the shares of the training labels that are used, in percent and in ascending order. The"
                    + " labeled rows are drawn at random from each class, and a smaller share is part of a larger one."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<Double> percents;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds the draw of the labeled rows. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private CompareOptions comparison;

    int layer() {
        return layer;
    }

    LabelShares shares() {
        return new LabelShares(percents, seed);
    }

    /**
     * Evaluates all models, writes and prints the results, and compares two models on request.
     *
     * @param arithmetic how codes are computed
     * @return the exit status
     */
    int run(
            EvaluationOptions flags,
            OutputOptions output,
            Arithmetic arithmetic,
            Evaluation<CodeClassifierOutcome> evaluation)
            throws Exception {
        comparison.check(flags);
        List<CodeClassifierOutcome> outcomes = flags.evaluate(output, arithmetic, evaluation);
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write(evaluation.name(), rows);
        output.results(rows, flags.describe(outcomes));
        if (comparison.compares() && outcomes.size() == 2) {
            List<PairedComparison> compared = outcomes.get(0)
                    .comparedWith(outcomes.get(1), PairedComparison.DEFAULT_RESAMPLES, CompareOptions.SEED);
            List<String> names = flags.names(outcomes);
            output.results(
                    compared,
                    compared.stream()
                            .map(comparison -> CompareOptions.describe(comparison, names))
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return flags.status(outcomes);
    }
}
