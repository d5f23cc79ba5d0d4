package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of a command that trains with several workers and is not {@code train}. */
@ShownUnder(HelpSection.DISTRIBUTION)
public final class AveragingFlags {

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Sets the number of workers. Each trains a replica on its own part of the data, and the replicas"
                            + " are averaged. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--averaging-frequency",
            paramLabel = "BATCHES",
            defaultValue = "0",
            description =
                    "Sets the number of batches that each worker trains on between two averagings. It must be 0 or"
                            + " more; 0 averages once per epoch. Default: ${DEFAULT-VALUE}.")
    private int frequency;

    @Option(
            names = "--outer-optimizer",
            paramLabel = "NAME",
            defaultValue = "average",
            description = "Selects how the parameters change at an averaging: to the mean of the replicas (average), or"
                    + " towards it with momentum (momentum) or with Nesterov momentum (nesterov). Default:"
                    + " ${DEFAULT-VALUE}.")
    private String outerOptimizer;

    @Option(
            names = "--outer-learning-rate",
            paramLabel = "RATE",
            description =
                    "Sets the factor of the change at an averaging. It must be greater than 0. Default: 0.7, and 1 for"
                            + " the plain average.")
    private Double outerLearningRate;

    @Option(
            names = "--outer-momentum",
            paramLabel = "FACTOR",
            description =
                    "Sets the share of the changes at earlier averagings that is added to the change at an averaging."
                            + " It must be at least 0 and less than 1. Default: 0.9, and 0 for the plain average.")
    private Double outerMomentum;

    /**
     * Returns how the workers meet.
     *
     * @throws InvalidInputException if a value is not allowed, or values contradict each other
     */
    public Averaging averaging() {
        OuterOptimizer.Rule rule = Arrays.stream(OuterOptimizer.Rule.values())
                .filter(each -> name(each).equalsIgnoreCase(outerOptimizer))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "outer-optimizer",
                        "%s is unknown: choose one of %s.",
                        outerOptimizer,
                        Arrays.stream(OuterOptimizer.Rule.values())
                                .map(AveragingFlags::name)
                                .collect(Collectors.joining(", "))));
        boolean average = rule == OuterOptimizer.Rule.AVERAGE;
        double rate = average ? 1 : OuterOptimizer.DILOCO_LEARNING_RATE;
        double momentum = average ? 0 : OuterOptimizer.DILOCO_MOMENTUM;
        OuterOptimizer outer = new OuterOptimizer(
                rule,
                outerLearningRate == null ? rate : outerLearningRate,
                outerMomentum == null ? momentum : outerMomentum);
        return new Averaging(workers, frequency, Averaging.State.AVERAGE, outer);
    }

    private static String name(OuterOptimizer.Rule rule) {
        return rule.name().toLowerCase(Locale.ROOT);
    }
}
