package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.Loss;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every option of training, declared once. The command line, the Spark ML stage, a sweep and a stored model all take the
 * names, defaults, ranges and help texts from here.
 */
public enum TrainingOption {
    LAYERS(
            "layers",
            OptionGroup.MODEL,
            Type.INTEGER,
            "N",
            "2",
            AllowedValues.integerFrom(1),
            "Sets the number of auto-encoder layers in the stack."),
    KIND(
            "kind",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "KIND",
            "dae",
            AllowedValues.oneOf(ConstantNames.all(AutoEncoderKind.class)),
            "Selects a plain (ae), denoising (dae) or contractive (cae) auto-encoder."),
    HIDDEN(
            "hidden",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "UNITS",
            "1000",
            AllowedValues.integerFrom(1),
            "Sets the number of hidden units."),
    CORRUPTION(
            "corruption",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "NAME",
            "gaussian",
            AllowedValues.oneOf(ConstantNames.all(Corruption.Kind.class)),
            "Selects how the input of a denoising layer is corrupted during training."),
    NOISE(
            "noise",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "LEVEL",
            "0.5",
            AllowedValues.nonNegativeNumber(),
            "Sets the corruption of a denoising layer: the standard deviation of gaussian corruption, or the fraction of"
                    + " units that masking and salt-and-pepper corruption change, which is at most 1."),
    CONTRACTION(
            "contraction",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "WEIGHT",
            "0.15",
            AllowedValues.nonNegativeNumber(),
            "Sets the weight of the contractive penalty of a contractive layer."),
    WEIGHT_DECAY(
            "weight-decay",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "WEIGHT",
            "0",
            AllowedValues.nonNegativeNumber(),
            "Sets the weight of the L2 penalty on a layer's weights."),
    L1(
            "l1",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "WEIGHT",
            "0",
            AllowedValues.nonNegativeNumber(),
            "Sets the weight of the L1 penalty on a layer's weights."),
    ACTIVATION(
            "activation",
            OptionGroup.MODEL,
            Type.PER_LAYER,
            "NAME",
            "logistic",
            AllowedValues.oneOf(ConstantNames.all(Activation.class)),
            "Selects the activation function of a layer's encoder."),
    OUTPUT_ACTIVATION(
            "output-activation",
            OptionGroup.MODEL,
            Type.NAME,
            "NAME",
            "logistic",
            AllowedValues.oneOf(ConstantNames.all(Activation.class)),
            "Selects the activation function of the reconstruction. Cross-entropy needs the logistic function."),
    LOSS(
            "loss",
            OptionGroup.MODEL,
            Type.NAME,
            "NAME",
            "cross-entropy",
            AllowedValues.oneOf(ConstantNames.all(Loss.class)),
            "Selects the reconstruction loss. Cross-entropy is for data in the range from 0 to 1."),
    TIED(
            "tied",
            OptionGroup.MODEL,
            Type.BOOLEAN,
            "BOOLEAN",
            "true",
            AllowedValues.trueOrFalse(),
            "Makes each decoder use the transposed weights of its encoder."),
    SCHEME(
            "scheme",
            OptionGroup.TRAINING,
            Type.NAME,
            "NAME",
            "J",
            AllowedValues.oneOf(ConstantNames.all(Scheme.class)),
            "Selects the training scheme: layerwise (L), joint (J), layerwise followed by joint training without (U) or"
                    + " with (UJ) regularization, joint with one layer learning at a time (scheduled), or the sum of the"
                    + " layers' objectives (summed)."),
    EPOCHS(
            "epochs",
            OptionGroup.TRAINING,
            Type.INTEGER,
            "N",
            "300",
            AllowedValues.integerFrom(1),
            "Sets the number of epochs per training phase. A layerwise scheme has one phase per layer."),
    LEARNING_RATE(
            "learning-rate",
            OptionGroup.TRAINING,
            Type.NUMBER,
            "RATE",
            "0.001",
            AllowedValues.positiveNumber(),
            "Sets the learning rate of RMSProp, whose decay is 0.9."),
    BATCH_SIZE(
            "batch-size",
            OptionGroup.TRAINING,
            Type.INTEGER,
            "N",
            "100",
            AllowedValues.integerFrom(1),
            "Sets the number of examples per training step."),
    SHUFFLE(
            "shuffle",
            OptionGroup.TRAINING,
            Type.BOOLEAN,
            "BOOLEAN",
            "true",
            AllowedValues.trueOrFalse(),
            "Draws a new order of the training examples for every epoch."),
    SEED(
            "seed",
            OptionGroup.TRAINING,
            Type.LONG,
            "SEED",
            "1",
            AllowedValues.anyInteger(),
            "Seeds the initial weights, the corruption and the order of the examples."),
    /** Its default depends on the number of epochs, so {@link #defaultValue} is empty. */
    EVALUATE_EVERY(
            "evaluate-every",
            OptionGroup.TRAINING,
            Type.INTEGER,
            "EPOCHS",
            null,
            AllowedValues.integerFrom(0),
            "Sets the number of epochs between two evaluations of the reconstruction cost. The value 0 turns them off."),
    WORKERS(
            "workers",
            OptionGroup.DISTRIBUTION,
            Type.INTEGER,
            "N",
            "1",
            AllowedValues.integerFrom(1),
            "Sets the number of workers. Each trains a replica on its own part of the data, and the replicas are"
                    + " averaged."),
    AVERAGING_FREQUENCY(
            "averaging-frequency",
            OptionGroup.DISTRIBUTION,
            Type.INTEGER,
            "BATCHES",
            "0",
            AllowedValues.integerFrom(0),
            "Sets the number of batches that each worker trains on between two averagings. The value 0 averages once per"
                    + " epoch."),
    OPTIMIZER_STATE(
            "optimizer-state",
            OptionGroup.DISTRIBUTION,
            Type.NAME,
            "NAME",
            "average",
            AllowedValues.oneOf(ConstantNames.all(Averaging.State.class)),
            "Selects whether the workers' optimizer states are averaged as well (average), or each worker keeps its own"
                    + " (keep).");

    /** The form of an option's value. */
    public enum Type {
        /** One of {@link TrainingOption#choices}. */
        NAME,
        /** One value for all layers, or one value per layer separated by commas. */
        PER_LAYER,
        /** A whole number of 32 bits. */
        INTEGER,
        /** A whole number of 64 bits. */
        LONG,
        /** A number in double precision. */
        NUMBER,
        /** {@code true} or {@code false}. */
        BOOLEAN
    }

    private final String cliName;
    private final OptionGroup group;
    private final Type type;
    private final String valueName;
    private final String defaultValue;
    private final AllowedValues allowed;
    private final String description;

    TrainingOption(
            String cliName,
            OptionGroup group,
            Type type,
            String valueName,
            String defaultValue,
            AllowedValues allowed,
            String description) {
        this.cliName = cliName;
        this.group = group;
        this.type = type;
        this.valueName = valueName;
        this.defaultValue = defaultValue;
        this.allowed = allowed;
        this.description = description;
    }

    /** Returns the name on the command line, without dashes in front, for example {@code learning-rate}. */
    public String cliName() {
        return cliName;
    }

    /** Returns the name in camel case, for example {@code learningRate}. */
    public String camelName() {
        return camelCase(cliName);
    }

    private static String camelCase(String name) {
        StringBuilder camelCase = new StringBuilder();
        for (String part : name.split("-")) {
            camelCase.append(camelCase.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camelCase.toString();
    }

    /**
     * Returns the key of the option in stored models, checkpoints and results. It differs from {@link #cliName} where an
     * option was renamed, since stored files and the keys of measured cells keep the old spelling.
     */
    public String storedName() {
        return this == OPTIMIZER_STATE ? "optimiser-state" : cliName;
    }

    /** Returns older names that are still accepted in place of {@link #cliName} but not shown in help texts. */
    public List<String> aliases() {
        return storedName().equals(cliName) ? List.of() : List.of(storedName());
    }

    /** Returns the {@link #aliases} in camel case, for example {@code optimiserState}. */
    public List<String> camelAliases() {
        return aliases().stream().map(TrainingOption::camelCase).toList();
    }

    /** Returns the option that has this name or alias. */
    public static Optional<TrainingOption> find(String name) {
        return Arrays.stream(values())
                .filter(option ->
                        option.cliName.equals(name) || option.aliases().contains(name))
                .findFirst();
    }

    public OptionGroup group() {
        return group;
    }

    public Type type() {
        return type;
    }

    /** Returns the placeholder of the value in help texts, for example {@code RATE}. */
    public String valueName() {
        return valueName;
    }

    /** Returns the default as text; empty for {@link #EVALUATE_EVERY}, whose default depends on the epochs. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** Returns the text defaults of all options that have one, by {@link #cliName}. */
    public static SortedMap<String, String> defaults() {
        SortedMap<String, String> defaults = new TreeMap<>();
        for (TrainingOption option : values()) {
            option.defaultValue().ifPresent(value -> defaults.put(option.cliName, value));
        }
        return defaults;
    }

    /** Returns what the option does, in one or two sentences. */
    public String description() {
        return description;
    }

    /** Returns the allowed values as words that follow "It must be", for example {@code a number greater than 0}. */
    public String allowedValues() {
        return allowed.description();
    }

    /** Returns the allowed names in the order of the help text; empty for options that take numbers. */
    public List<String> choices() {
        return allowed.choices();
    }

    /** Returns the complete help text: the description, the allowed values and the default. */
    public String help() {
        return help(defaultValue().orElse("one hundredth of the epochs"));
    }

    /**
     * Returns the complete help text with another default.
     *
     * @param shownDefault the default as it is printed, without a period
     */
    public String help(String shownDefault) {
        StringBuilder help = new StringBuilder(description);
        if (type == Type.PER_LAYER) {
            help.append(
                    " Give one value for all layers, or one value per layer separated by commas, lowest layer first.");
        }
        if (type != Type.BOOLEAN) {
            help.append(type == Type.PER_LAYER ? " Each value must be " : " It must be ")
                    .append(allowed.description())
                    .append('.');
        }
        return help.append(" Default: ").append(shownDefault).append('.').toString();
    }

    /** Returns the exception for a value that is not allowed; its message names the option and the allowed values. */
    public InvalidInputException invalid(Object value) {
        return InvalidInputException.ofField(cliName, "%s is invalid: it must be %s.", value, allowed.description());
    }

    /**
     * Checks a number against the allowed range.
     *
     * @throws InvalidInputException if it is out of range
     */
    void require(double number, Object shown) {
        if (!allowed.range().test(number)) {
            throw invalid(shown);
        }
    }
}
