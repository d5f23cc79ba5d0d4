package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.PairedComparison;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.SvmOutcome;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code svm}: measures the test error of a linear SVM on the features of the top layer. */
@Command(
        name = "svm",
        description = {
            "Measures the test error of a linear SVM on the features of the top layer.",
            "",
            "The SVM is trained on the training rows for each value of C; the C with the lowest validation error is used"
                    + " on the test rows. " + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit svm --model=models/dae2j --data=data/rectangles --results=results")
final class SvmCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--svm-c",
            split = ",",
            paramLabel = "C[,C...]",
            defaultValue = "0.001,0.01,0.1,1,10,100",
            description =
                    "Sets the values of C to choose from. Each must be greater than 0, in ascending order. The smallest of"
                            + " equally good values is chosen. Default: ${DEFAULT-VALUE}.")
    private List<Double> costs;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--compare",
            description =
                    "Compares two models on the same test rows with a paired bootstrap test, and prints the p-value of"
                            + " the hypothesis that they err equally often.")
    private boolean compare;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--resamples",
            defaultValue = "" + PairedComparison.DEFAULT_RESAMPLES,
            paramLabel = "N",
            description =
                    "Sets the number of bootstrap samples of --compare. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int resamples;

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
        if (compare && flags.models().size() != 2) {
            throw InvalidInputException.of(
                    "--compare needs exactly two models, but %d are given: give --model twice.",
                    flags.models().size());
        }
        if (resamples < 1) {
            throw InvalidInputException.ofField("resamples", "%d is less than 1: choose 1 or more.", resamples);
        }
        SvmEvaluation evaluation = new SvmEvaluation(costs);
        List<SvmOutcome> outcomes = flags.evaluate(output, computation.arithmetic(), evaluation);
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("svm", rows);
        output.results(rows, flags.describe(outcomes));
        if (compare && outcomes.size() == 2) {
            PairedComparison comparison = PairedComparison.of(outcomes.get(0), outcomes.get(1), resamples, 1);
            output.results(List.of(comparison), describe(comparison, flags.names(outcomes)));
        }
        return flags.status(outcomes);
    }

    private static String describe(PairedComparison comparison, List<String> names) {
        return String.format(
                Locale.ROOT,
                "Only %s is wrong on %d test rows, only %s on %d, of %d test rows: p = %.4f.",
                names.get(0),
                comparison.errors().onlyFirst(),
                names.get(1),
                comparison.errors().onlySecond(),
                comparison.errors().rows(),
                comparison.p());
    }
}
