package io.jointae.cli;

import io.jointae.base.Json;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.ScoreInputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.ExitStatus;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.ml.FeatureParamDocs;
import io.jointae.score.ExistingOutput;
import io.jointae.score.ScoreJob;
import io.jointae.score.ScoreRequest;
import io.jointae.score.ScoreSummary;
import io.jointae.stack.engine.Arithmetic;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command {@code score}: computes the features of every row of a table of any size. */
@Command(
        name = "score",
        description = {
            "Computes the features or the class of every row of a table of any size.",
            "",
            "The output is a Parquet table with the column features, and on request reconstruction_error and"
                    + " reconstruction; or with the columns class and probabilities if the model is a classifier. All columns of the input are kept except the column of the scored vectors."
        },
        exitCodeList = {"3:The output was written before, and --resume is given: there is nothing to do."},
        footer = {
            "  deploy/submit score --model=models/dae2j --input=hdfs:///corpus \\",
            "      --column=pixels --output=hdfs:///features"
        })
final class ScoreCommand implements Callable<Integer> {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description =
                    "Uses the model in this directory, which train wrote, or the classifier in this directory, which"
                            + " finetune wrote.")
    private String model;

    @Mixin
    private ScoreInputOptions input;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Writes the features to this folder as Parquet files.")
    private String output;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Names the column of vectors to score: " + FeatureParamDocs.VECTOR_TYPES
                    + ", or encoded images. Default: the columns that the model keeps, or the only column of vectors or"
                    + " images.")
    private String column;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--layer",
            paramLabel = "N",
            description =
                    "Takes the code of this layer as the features, from 1 for the lowest layer. Default: the top layer.")
    private Integer layer;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--reconstruction-error",
            description = "Adds the reconstruction cost of each row, which can serve as an anomaly score.")
    private boolean reconstructionError;

    @ShownUnder(HelpSection.MODEL)
    @Option(names = "--reconstruction", description = "Adds the reconstruction of each row.")
    private boolean reconstruction;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = {"--invalid-rows", "--bad-rows"},
            paramLabel = "POLICY",
            defaultValue = "error",
            converter = PolicyConverter.class,
            description = "Selects what happens to " + FeatureParamDocs.INVALID_ROWS
                    + ": the command stops with an error (error),"
                    + " or skips them and writes them to OUTPUT-bad with the reason (skip)."
                    + " Default: ${DEFAULT-VALUE}.")
    private InvalidRowPolicy invalidRows;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--resume", description = "Continues an interrupted run and keeps its completed partitions.")
    private boolean resume;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing output or an interrupted run.")
    private boolean overwrite;

    @Mixin
    private ArithmeticOptions computation;

    @Mixin
    private OutputOptions out;

    /** Reads a policy. The value {@code fail} is the older name of {@code error}. */
    static final class PolicyConverter implements ITypeConverter<InvalidRowPolicy> {
        @Override
        public InvalidRowPolicy convert(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "error", "fail" -> InvalidRowPolicy.ERROR;
                case "skip" -> InvalidRowPolicy.SKIP;
                default -> throw new TypeConversionException("'" + name + "' is neither error nor skip");
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        Arithmetic arithmetic = computation.arithmetic();
        ScoreRequest request = new ScoreRequest(
                model,
                input.input(),
                output,
                new ScoreRequest.Columns(column, layer, reconstruction, reconstructionError),
                invalidRows,
                ExistingOutput.of(resume, overwrite),
                arithmetic);
        ScoreJob.checkOutput(SparkSessions.hadoopConfiguration(), request);
        SparkSession spark = SparkSessions.session("score " + output, List.of(arithmetic));
        ScoreJob job = new ScoreJob(spark, request, out::progress);
        Optional<ScoreSummary> written = job.written();
        if (written.isPresent()) {
            out.result(() -> Json.line(written.get()), () -> describeWritten(written.get()));
            return ExitStatus.NOTHING_TO_DO;
        }
        ScoreSummary summary = job.run();
        out.result(() -> Json.line(summary), () -> describe(summary));
        return 0;
    }

    private static String describeWritten(ScoreSummary summary) {
        return String.format(
                Locale.ROOT,
                "%s: the output of %s was written before. It is in %s.",
                name(summary),
                Count.of(summary.rows().rowsOut(), "row"),
                summary.output());
    }

    private static String describe(ScoreSummary summary) {
        String invalid = summary.rows().rowsBad() == 0
                ? "no invalid rows"
                : String.format(
                        Locale.ROOT, "%,d invalid rows in %s", summary.rows().rowsBad(), summary.badOutput());
        return String.format(
                Locale.ROOT,
                "%s: %s in, %s out, %s, in %.0f s. The %s are in %s.",
                name(summary),
                Count.of(summary.rows().rowsIn(), "row"),
                Count.of(summary.rows().rowsOut(), "row"),
                invalid,
                summary.seconds(),
                summary.layer() == null ? "classes" : "features",
                summary.output());
    }

    private static String name(ScoreSummary summary) {
        return summary.layer() == null
                ? summary.model() + ", classifier"
                : summary.model() + ", layer " + summary.layer();
    }
}
