package io.jointae.cli;

import io.jointae.model.Activation;
import io.jointae.model.Corruption;
import io.jointae.model.Loss;
import io.jointae.train.Averaging;
import io.jointae.train.Kind;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags of {@link TrainingOptions}; per-layer ones take one value, or one a layer with commas between. */
final class TrainingFlags {

    @Option(
            names = "--scheme",
            defaultValue = "J",
            description = "L, J, U, UJ, scheduled or summed (default: ${DEFAULT-VALUE}).")
    private String scheme;

    @Option(names = "--layers", defaultValue = "2", description = "Depth of the stack (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--kind",
            split = ",",
            defaultValue = "dae",
            description = "ae, dae or cae, per layer (default: ${DEFAULT-VALUE}).")
    private List<String> kinds;

    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = "1000",
            description = "Units, per layer (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(
            names = "--corruption",
            split = ",",
            defaultValue = "gaussian",
            description = "gaussian, masking or salt-and-pepper, per dae layer (default: ${DEFAULT-VALUE}).")
    private List<String> corruptions;

    @Option(
            names = "--noise",
            split = ",",
            defaultValue = "0.5",
            description = "Standard deviation, or share of units, per dae layer (default: ${DEFAULT-VALUE}).")
    private List<Double> noise;

    @Option(
            names = "--contraction",
            split = ",",
            defaultValue = "0.15",
            description = "Weight of the contractive penalty, per cae layer (default: ${DEFAULT-VALUE}).")
    private List<Double> contraction;

    @Option(
            names = "--weight-decay",
            split = ",",
            defaultValue = "0",
            description = "L2 weight, per layer (default: ${DEFAULT-VALUE}).")
    private List<Double> weightDecay;

    @Option(
            names = "--l1",
            split = ",",
            defaultValue = "0",
            description = "L1 weight, per layer (default: ${DEFAULT-VALUE}).")
    private List<Double> l1;

    @Option(
            names = "--activation",
            split = ",",
            defaultValue = "logistic",
            description = "logistic, tanh, relu, elu, softplus, softsign or identity, per layer"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> activations;

    @Option(
            names = "--output-activation",
            defaultValue = "logistic",
            description = "Of the reconstruction (default: ${DEFAULT-VALUE}).")
    private String outputActivation;

    @Option(
            names = "--loss",
            defaultValue = "cross-entropy",
            description = "cross-entropy or squared-error (default: ${DEFAULT-VALUE}).")
    private String loss;

    @Option(names = "--untied", description = "Decoders have weights of their own.")
    private boolean untied;

    @Option(
            names = "--learning-rate",
            defaultValue = "0.001",
            description = "Of RMSProp with decay 0.9 (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(names = "--batch-size", defaultValue = "100", description = "Examples a step (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(names = "--epochs", defaultValue = "300", description = "Of each phase (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--workers", defaultValue = "1", description = "Replicas averaged (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--averaging-frequency",
            defaultValue = "0",
            description =
                    "Batches of each worker between averagings; 0 for once an epoch (default:" + " ${DEFAULT-VALUE}).")
    private int averagingFrequency;

    @Option(
            names = "--optimiser-state",
            defaultValue = "average",
            description = "average, or keep each worker's own (default: ${DEFAULT-VALUE}).")
    private String optimiserState;

    @Option(names = "--no-shuffle", description = "Take the examples of each epoch in the order of their ids.")
    private boolean unshuffled;

    @Option(names = "--seed", defaultValue = "1", description = "Of weights, noise, order (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--evaluate-every",
            paramLabel = "EPOCHS",
            description = "Epochs between evaluations of the clean reconstruction cost; 0 for never (default: 100"
                    + " evaluations a phase).")
    private Integer evaluateEvery;

    TrainingOptions options() {
        return new TrainingOptions(
                Scheme.of(scheme),
                layers,
                kinds.stream().map(Kind::of).toList(),
                hidden,
                corruptions.stream()
                        .map(word -> TrainingOptions.constant(Corruption.Kind.class, "corruption", word))
                        .toList(),
                noise,
                contraction,
                weightDecay,
                l1,
                activations.stream()
                        .map(word -> TrainingOptions.constant(Activation.class, "activation", word))
                        .toList(),
                TrainingOptions.constant(Activation.class, "output-activation", outputActivation),
                TrainingOptions.constant(Loss.class, "loss", loss),
                !untied,
                learningRate,
                batchSize,
                epochs,
                new Averaging(
                        workers,
                        averagingFrequency,
                        TrainingOptions.constant(Averaging.State.class, "optimiser-state", optimiserState)),
                !unshuffled,
                seed,
                evaluateEvery == null ? Math.max(1, epochs / 100) : evaluateEvery);
    }
}
