package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
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

/** {@code reproduce}: trains a model again from its card and says how far the second is from the first. */
@Command(
        name = "reproduce",
        description =
                "Trains a model again from its model.json. Exit status 0 where every parameter is the same or within"
                        + " the tolerance, 1 where not.")
final class ReproduceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "A model directory of train.")
    private String model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data it was trained on, where they are no longer where they were.")
    private String data;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-4",
            description = "Largest absolute difference of a parameter; the same machine and versions give 0, other BLAS"
                    + " kernels do not. Default: ${DEFAULT-VALUE}.")
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
        output.result(() -> Json.line(again), () -> words(again));
        return again.within(tolerance) ? 0 : 1;
    }

    private String words(Reproduction again) {
        String verdict = again.identical()
                ? "identical, bit for bit"
                : again.within(tolerance) ? "within the tolerance of " + tolerance : "not reproduced";
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "%s %s: %s%nparameters: largest difference %.3g, mean %.3g%ncost: largest difference of an epoch %.3g,"
                        + " last %.6f then, %.6f now",
                again.dataset(),
                again.model(),
                verdict,
                again.maxDifference(),
                again.meanDifference(),
                again.maxCostDifference(),
                again.finalCost().get(0),
                again.finalCost().get(1)));
        again.environment().forEach((name, difference) -> words.append(String.format("%n%s: %s", name, difference)));
        return words.toString();
    }
}
