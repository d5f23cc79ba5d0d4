package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.train.Reproduction;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.ProgressLine;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code reproduce}: trains a model again from its {@code model.json} and compares the two. */
@Command(
        name = "reproduce",
        description = {
            "Trains a model again from its model.json and compares the two models.",
            "",
            "The command prints the largest and the mean difference of a parameter, and each difference of version or"
                    + " machine between the two runs."
        },
        exitCodeList = {
            "0:Every parameter is the same or within the tolerance.",
            "1:A parameter differs by more than the tolerance, or the command failed."
        },
        footer = "  deploy/submit reproduce models/dae2j")
final class ReproduceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "Names the model directory, which train wrote.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Reads the dataset of the model from this folder. Default: the folder that model.json" + " names.")
    private String data;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--tolerance",
            paramLabel = "DIFFERENCE",
            defaultValue = "1e-4",
            description =
                    "Accepts absolute differences of a parameter up to this value, which must be 0 or more. The same"
                            + " machine and versions give a difference of 0; other processors may not. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        if (!(tolerance >= 0)) {
            throw InvalidInputException.of("--tolerance %s: must be 0 or more", tolerance);
        }
        SparkSession spark = SparkSessions.session("reproduce " + model);
        ModelDirectory first = ModelDirectory.read(spark.sessionState().newHadoopConf(), model);
        String from = data == null ? first.card().data().path() : data;
        PreparedDataset prepared = PreparedDataset.open(spark, from);
        Reproduction again =
                Reproduction.of(spark, first, prepared, List.of(new DivergenceGuard(), new ProgressLine(System.err)));
        output.result(() -> Json.line(again), () -> describe(again));
        return again.within(tolerance) ? 0 : 1;
    }

    private String describe(Reproduction again) {
        String verdict = again.differences().identical()
                ? "identical, bit for bit"
                : again.within(tolerance) ? "within the tolerance of " + tolerance : "not reproduced";
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s: %s%nparameters: largest difference %.3g, mean %.3g%ncost: largest difference of an epoch %.3g,"
                        + " last %.6f then, %.6f now",
                again.dataset(),
                again.model(),
                verdict,
                again.differences().maxDifference(),
                again.differences().meanDifference(),
                again.differences().maxCostDifference(),
                again.finalCost().get(0),
                again.finalCost().get(1)));
        again.environment().forEach((name, difference) -> text.append(String.format("%n%s: %s", name, difference)));
        return text.toString();
    }
}
