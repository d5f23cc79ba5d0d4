package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
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

/** {@code svm}: linear SVM on the top layer's features. */
@Command(
        name = "svm",
        description = "Test error of a linear SVM on the top layer's features, C chosen on the validation split.")
final class SvmCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Option(
            names = "--svm-c",
            split = ",",
            paramLabel = "C",
            defaultValue = "0.001,0.01,0.1,1,10,100",
            description =
                    "Grid of C, ascending; of equally good ones the smallest is chosen. Default: ${DEFAULT-VALUE}.")
    private List<Double> costs;

    @Option(
            names = "--compare",
            description = "With two --model: also the p-value that they err equally often on the same test rows.")
    private boolean compare;

    @Option(
            names = "--resamples",
            defaultValue = "" + PairedComparison.DEFAULT_RESAMPLES,
            paramLabel = "N",
            description = "Of the bootstrap of --compare. Default: ${DEFAULT-VALUE}.")
    private int resamples;

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
                    "--compare needs two of --model, not %d", flags.models().size());
        }
        if (resamples < 1) {
            throw InvalidInputException.of("--resamples %d: must be 1 or more", resamples);
        }
        SvmEvaluation evaluation = new SvmEvaluation(costs);
        List<SvmOutcome> outcomes = flags.evaluate(output, evaluation);
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("svm", rows);
        output.results(rows, EvaluationOptions.describe(rows));
        if (compare && outcomes.size() == 2) {
            PairedComparison comparison = PairedComparison.of(outcomes.get(0), outcomes.get(1), resamples, 1);
            output.lines(List.of(comparison), words(comparison));
        }
        return flags.status(outcomes);
    }

    private static String words(PairedComparison comparison) {
        return String.format(
                Locale.ROOT,
                "%s alone wrong on %d rows, %s alone on %d of %d: p = %.4f",
                comparison.first(),
                comparison.errors().onlyFirst(),
                comparison.second(),
                comparison.errors().onlySecond(),
                comparison.errors().rows(),
                comparison.p());
    }
}
