package io.jointae.train.options;

/**
 * An option of training, said once: the command line, the pipeline stage, a sweep and a model's card all take names,
 * defaults and words from here. What values are sensible, {@link TrainingOptions} checks.
 */
public enum TrainingOption {
    SCHEME("scheme", Type.WORD, "J", "L, J, U, UJ, scheduled or summed"),
    LAYERS("layers", Type.WHOLE, "2", "depth of the stack"),
    KIND("kind", Type.PER_LAYER, "dae", "ae, dae or cae, per layer"),
    HIDDEN("hidden", Type.PER_LAYER, "1000", "units, per layer"),
    CORRUPTION("corruption", Type.PER_LAYER, "gaussian", "gaussian, masking or salt-and-pepper, per dae layer"),
    NOISE("noise", Type.PER_LAYER, "0.5", "standard deviation, or share of units, per dae layer"),
    CONTRACTION("contraction", Type.PER_LAYER, "0.15", "weight of the contractive penalty, per cae layer"),
    WEIGHT_DECAY("weight-decay", Type.PER_LAYER, "0", "L2 weight, per layer"),
    L1("l1", Type.PER_LAYER, "0", "L1 weight, per layer"),
    ACTIVATION(
            "activation",
            Type.PER_LAYER,
            "logistic",
            "logistic, tanh, relu, elu, softplus, softsign or identity, per layer"),
    OUTPUT_ACTIVATION("output-activation", Type.WORD, "logistic", "activation of the reconstruction"),
    LOSS("loss", Type.WORD, "cross-entropy", "cross-entropy, for values in [0, 1], or squared-error"),
    TIED("tied", Type.SWITCH, "true", "whether decoders have the encoders' weights transposed"),
    LEARNING_RATE("learning-rate", Type.NUMBER, "0.001", "of RMSProp with decay 0.9"),
    BATCH_SIZE("batch-size", Type.WHOLE, "100", "examples a step"),
    EPOCHS("epochs", Type.WHOLE, "300", "of each phase"),
    WORKERS("workers", Type.WHOLE, "1", "replicas averaged"),
    AVERAGING_FREQUENCY(
            "averaging-frequency", Type.WHOLE, "0", "batches of each worker between averagings; 0 for once an epoch"),
    OPTIMIZER_STATE("optimiser-state", Type.WORD, "average", "average, or keep each worker's own"),
    SHUFFLE("shuffle", Type.SWITCH, "true", "whether each epoch has its own order"),
    SEED("seed", Type.SEED, "1", "of weights, noise and order"),
    /** Its default depends on another option's value. */
    EVALUATE_EVERY(
            "evaluate-every", Type.WHOLE, null, "epochs between evaluations of the reconstruction cost; 0 for never");

    /** What a value looks like. */
    public enum Type {
        WORD,
        /** One value for all layers, or one a layer with commas between. */
        PER_LAYER,
        WHOLE,
        NUMBER,
        /** A whole number of 64 bits. */
        SEED,
        /** true or false. */
        SWITCH
    }

    private final String text;
    private final Type type;
    private final String usual;
    private final String description;

    TrainingOption(String text, Type type, String usual, String description) {
        this.text = text;
        this.type = type;
        this.usual = usual;
        this.description = description;
    }

    /** Its name without dashes. */
    public String cliName() {
        return text;
    }

    public Type type() {
        return type;
    }

    /** Its default; null where that depends on other options: see {@link TrainingOptions#of}. */
    public String defaultValue() {
        return usual;
    }

    /** What it is, in words that follow its name. */
    public String description() {
        return description;
    }
}
