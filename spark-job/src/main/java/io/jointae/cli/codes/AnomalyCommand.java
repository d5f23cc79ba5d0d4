package io.jointae.cli.codes;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.AnomalyOutcome;
import io.jointae.results.ResultRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anomaly}: measures how well the reconstruction cost tells anomalies from other rows. */
@Command(
        name = "anomaly",
        description = {
            "Measures how well the reconstruction cost of a row serves as an anomaly score.",
            "",
            "The anomalies are the rows with the given labels. The results are the area under the ROC curve (AUROC) and the"
                    + " average precision on the test rows, with 95 %% intervals by a bootstrap. Train the model on data"
                    + " with few or no anomalies. " + ArithmeticOptions.SCOPE
        },
        footer = "  deploy/submit anomaly --model=models/sensors --data=data/sensors --anomalous-labels=1")
public final class AnomalyCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--anomalous-labels",
            required = true,
            split = ",",
            paramLabel = "LABEL[,LABEL...]",
            description =
                    "Names the labels of the anomalies, by their names in the manifest or by their numbers from 0.")
    private List<String> labels;

    @Mixin
    private CompareOptions comparison;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "" + AnomalyEvaluation.DEFAULT_RESAMPLES,
            description =
                    "Sets the number of bootstrap samples of the intervals and of --compare. It must be 2 or more."
                            + " Default: ${DEFAULT-VALUE}.")
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
        comparison.check(flags);
        List<AnomalyOutcome> outcomes =
                flags.evaluate(output, computation.arithmetic(), new AnomalyEvaluation(labels, resamples));
        List<ResultRow> rows =
                outcomes.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write(AnomalyEvaluation.NAME, rows);
        List<String> names = flags.names(outcomes);
        output.results(
                rows,
                IntStream.range(0, outcomes.size())
                        .mapToObj(i -> describe(outcomes.get(i), names.get(i)))
                        .collect(Collectors.joining(System.lineSeparator())));
        if (comparison.compares() && outcomes.size() == 2) {
            JavaSparkContext context =
                    JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
            AnomalyOutcome.Comparison compared =
                    outcomes.get(0).comparedWith(outcomes.get(1), context, resamples, CompareOptions.SEED);
            output.results(List.of(compared), describe(compared, names));
        }
        return flags.status(outcomes);
    }

    private static String describe(AnomalyOutcome outcome, String name) {
        return outcome.rows().stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%s %s: %s on %s %.4f +- %.4f",
                        row.cell().dataset(),
                        name,
                        row.cell().metric(),
                        row.cell().split(),
                        row.value(),
                        row.ci95()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String describe(AnomalyOutcome.Comparison compared, List<String> names) {
        return String.format(
                Locale.ROOT,
                "%s against %s on the same test rows: p = %.4f by AUROC, p = %.4f by average precision.",
                names.get(0),
                names.get(1),
                compared.p().auroc(),
                compared.p().averagePrecision());
    }
}
