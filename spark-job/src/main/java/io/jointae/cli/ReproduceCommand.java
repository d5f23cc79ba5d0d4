package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.train.Reproduction;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
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
                    + " machine between the two runs. If the folder has a card without parameters, the hash of the parameters"
                    + " and the costs of the epochs are compared."
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

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--cost-tolerance",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description =
                    "Accepts this relative difference of the cost of the last epoch, which must be 0 or more. It counts"
                            + " only if the folder has no parameters and the hashes differ, as on another processor. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double costTolerance;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        if (!(tolerance >= 0)) {
            throw InvalidInputException.of("--tolerance %s: must be 0 or more", tolerance);
        }
        if (!(costTolerance >= 0)) {
            throw InvalidInputException.of("--cost-tolerance %s: must be 0 or more", costTolerance);
        }
        SparkSession spark = SparkSessions.session("reproduce " + model);
        Configuration conf = spark.sessionState().newHadoopConf();
        ModelCard card = ModelDirectory.readCard(conf, model);
        PreparedDataset prepared =
                PreparedDataset.open(spark, data == null ? card.data().path() : data);
        List<RunListener> listeners = List.of(new DivergenceGuard(), output.progressOfRun());
        Reproduction again = ModelDirectory.hasParameters(conf, model)
                ? Reproduction.of(spark, ModelDirectory.read(conf, model), prepared, listeners)
                : Reproduction.of(spark, card, prepared, listeners);
        output.result(() -> Json.line(again), () -> describe(again));
        return isAccepted(again) ? 0 : 1;
    }

    private boolean isAccepted(Reproduction again) {
        return again.isByCostAlone() ? again.withinCost(costTolerance) : again.within(tolerance);
    }

    private String describe(Reproduction again) {
        String verdict = again.differences().identical()
                ? "identical, bit for bit"
                : !isAccepted(again)
                        ? "not reproduced"
                        : again.isByCostAlone()
                                ? "the last cost is within the tolerance of " + costTolerance
                                : "within the tolerance of " + tolerance;
        String parameters = again.isByCostAlone()
                ? "not stored, and their hash is another one"
                : String.format(
                        Locale.ROOT,
                        "largest difference %.3g, mean %.3g",
                        again.differences().maxDifference(),
                        again.differences().meanDifference());
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s: %s%nparameters: %s%ncost: largest difference of an epoch %.3g," + " last %.6f then, %.6f now",
                again.dataset(),
                again.model(),
                verdict,
                parameters,
                again.differences().maxCostDifference(),
                again.finalCost().get(0),
                again.finalCost().get(1)));
        again.environment().forEach((name, difference) -> text.append(String.format("%n%s: %s", name, difference)));
        return text.toString();
    }
}
