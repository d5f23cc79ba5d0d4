package io.jointae.cli.codes;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.frozen.ProbeEvaluation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code probe}: measures the test error of a logistic regression on the codes of a layer. */
@Command(
        name = "probe",
        description = {
            "Measures the test error of a linear probe on the codes of a layer.",
            "",
            "The probe is a multinomial logistic regression, trained with 1 %%, 10 %% and all of the training labels for each"
                    + " value of C; the C with the lowest validation error is used on the test rows. "
                    + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit probe --model=models/dae2j --data=data/rectangles --results=results")
public final class ProbeCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Mixin
    private LabelOptions labels;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--probe-c",
            split = ",",
            paramLabel = "C[,C...]",
            defaultValue = "0.01,0.1,1,10,100",
            description =
                    "Sets the values of C to choose from, which weigh the loss against the penalty as in scikit-learn. Each"
                            + " must be greater than 0, in ascending order. The smallest of equally good values is chosen."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<Double> costs;

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
                flags, output, computation.arithmetic(), new ProbeEvaluation(labels.layer(), labels.shares(), costs));
    }
}
