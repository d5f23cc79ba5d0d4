package io.jointae.cli.options;

import io.jointae.bench.quality.QualityGrid;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code bench quality} that say what is trained and measured. */
public final class QualityOptions {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Reads the prepared dataset in this folder.")
    private String data;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "dae",
            description = "Selects the kind of all layers: ae, dae or cae. Default: ${DEFAULT-VALUE}.")
    private String kind;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--hidden",
            paramLabel = "UNITS[,UNITS...]",
            split = ",",
            defaultValue = "1000,1000",
            description =
                    "Sets the number of hidden units of each layer, lowest layer first. Default: ${DEFAULT-VALUE}.")
    private List<Integer> hidden;

    @ShownUnder(HelpSection.MODEL)
    @Option(
            names = "--strength",
            paramLabel = "NUMBER",
            defaultValue = "0.5",
            description = "Sets the noise of dae, the contraction of cae or the weight decay of ae. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double strength;

    @ShownUnder(HelpSection.TRAINING)
    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            defaultValue = "J",
            description = "Selects the training scheme: L, J, U, UJ, scheduled or summed. Default: ${DEFAULT-VALUE}.")
    private String scheme;

    @ShownUnder(HelpSection.TRAINING)
    @Option(
            names = "--learning-rate",
            paramLabel = "RATE[,RATE...]",
            split = ",",
            defaultValue = "0.001,0.002",
            description = "Sets the learning rates of the workers. Default: ${DEFAULT-VALUE}.")
    private List<Double> learningRates;

    @ShownUnder(HelpSection.TRAINING)
    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "100",
            description = "Sets the number of examples per training step. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @ShownUnder(HelpSection.TRAINING)
    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Sets the number of epochs per training phase. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @ShownUnder(HelpSection.TRAINING)
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds the initial weights, the corruption and the order of the examples. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long seed;

    @ShownUnder(HelpSection.DISTRIBUTION)
    @Option(
            names = "--workers",
            paramLabel = "N[,N...]",
            split = ",",
            defaultValue = "1,2,4,8",
            description = "Sets the numbers of workers. A single worker is always one of them. Default:"
                    + " ${DEFAULT-VALUE}.")
    private List<Integer> workers;

    @ShownUnder(HelpSection.DISTRIBUTION)
    @Option(
            names = "--averaging-frequency",
            paramLabel = "BATCHES[,BATCHES...]",
            split = ",",
            defaultValue = "5",
            description =
                    "Sets the numbers of batches of each worker between two averagings. The value 0 averages once per"
                            + " epoch. Default: ${DEFAULT-VALUE}.")
    private List<Integer> frequencies;

    @ShownUnder(HelpSection.DISTRIBUTION)
    @Option(
            names = "--outer-optimizer",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            defaultValue = "average,nesterov",
            description = "Selects the outer optimizers: average, momentum or nesterov. Default: ${DEFAULT-VALUE}.")
    private List<String> outerOptimizers;

    @ShownUnder(HelpSection.DISTRIBUTION)
    @Option(
            names = "--outer-learning-rate",
            paramLabel = "RATE[,RATE...]",
            split = ",",
            defaultValue = "0.7",
            description = "Sets the learning rates of momentum and nesterov. Default: ${DEFAULT-VALUE}.")
    private List<Double> outerLearningRates;

    @ShownUnder(HelpSection.DISTRIBUTION)
    @Option(
            names = "--outer-momentum",
            paramLabel = "FACTOR[,FACTOR...]",
            split = ",",
            defaultValue = "0.9",
            description = "Sets the momenta of momentum and nesterov. Default: ${DEFAULT-VALUE}.")
    private List<Double> outerMomenta;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--evaluations",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            defaultValue = "reconstruct,svm",
            description = "Selects how each model is evaluated on the test rows: reconstruct, svm, parzen or finetune."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<String> evaluations;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            defaultValue = "1",
            description =
                    "Predicts the time to a cost that is this percentage above the cost of a single worker. It must be"
                            + " 0 or more. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    /** Returns the percentage that the target is above the cost of a single worker. */
    public double tolerance() {
        return tolerance;
    }

    /** Returns the combinations to train. */
    public QualityGrid grid() {
        return new QualityGrid(
                data,
                new QualityGrid.Model(kind, scheme, hidden, strength, batchSize, epochs, seed),
                new QualityGrid.Averaging(workers, frequencies, outerOptimizers, outerLearningRates, outerMomenta),
                learningRates,
                evaluations);
    }
}
