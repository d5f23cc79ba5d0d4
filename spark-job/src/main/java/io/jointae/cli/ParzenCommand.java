package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SamplingOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.ParzenEvaluation;
import io.jointae.evaluate.ParzenOutcome;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SampleSource;
import io.jointae.evaluate.sample.StoredSamples;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.Precision;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parzen}: measures the log-likelihood of the test rows under samples of the model. */
@Command(
        name = "parzen",
        description = {
            "Measures the test log-likelihood under a Parzen window over samples of the model.",
            "",
            "The window is Gaussian; its width is the one with the highest log-likelihood of the validation rows. The"
                    + " result is the mean per test row, in nats. The samples are drawn as the options under Sampling say,"
                    + " or read from a folder that sample wrote. " + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit parzen --model=models/dae2j --data=data/mnist --results=results")
final class ParzenCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--samples",
            paramLabel = "DIR",
            description =
                    "Reads the samples of the model from this folder, which sample wrote. Without this option, the"
                            + " command draws the samples.")
    private String samples;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--widths",
            split = ",",
            paramLabel = "SIGMA[,SIGMA...]",
            defaultValue = "0.1,0.12915,0.16681,0.21544,0.27826,0.35938,0.46416,0.59948,0.77426,1.0",
            description = "Sets the widths of the window to choose from. Each must be greater than 0."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<Double> widths;

    @Mixin
    private SamplingOptions sampling;

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
        if (samples != null && flags.models().size() != 1) {
            throw InvalidInputException.of(
                    "--samples belongs to one model, but %d models are given: give --model once.",
                    flags.models().size());
        }
        Arithmetic arithmetic = computation.arithmetic();
        if (samples != null && arithmetic.precision() != Precision.FLOAT) {
            throw InvalidInputException.of(
                    "--precision chooses how samples are drawn, but --samples reads drawn ones: leave out --precision.");
        }
        SampleSource source = samples == null ? new DrawnSamples(sampling.plan()) : new StoredSamples(samples);
        List<ParzenOutcome> outcomes = flags.evaluate(output, arithmetic, new ParzenEvaluation(widths, source));
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("parzen", rows);
        output.results(rows, describe(outcomes));
        return flags.status(outcomes);
    }

    private static String describe(List<ParzenOutcome> outcomes) {
        StringBuilder text = new StringBuilder();
        for (ParzenOutcome outcome : outcomes) {
            ResultRow test = outcome.rows().get(1);
            text.append(text.length() == 0 ? "" : System.lineSeparator())
                    .append(String.format(
                            Locale.ROOT,
                            "%s %s: log-likelihood on test %.1f nats, standard error %.2f, width %s chosen on valid",
                            test.cell().dataset(),
                            test.cell().model().name(),
                            test.value(),
                            outcome.standardError(),
                            test.cell().hyperparameters().get("parzen-width")));
        }
        return text.toString();
    }
}
