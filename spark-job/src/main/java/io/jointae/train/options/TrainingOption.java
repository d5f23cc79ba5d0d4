package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.Loss;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.LearningRateRule;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every option of training, declared once. The command line, the Spark ML stage, a sweep and a stored model all take the
 * names, defaults, ranges and help texts from here.
 */
public enum TrainingOption {
    LAYERS(OptionGroup.MODEL, OptionValue.integer("N", "2", 1), "Sets the number of auto-encoder layers in the stack."),
    KIND(
            OptionGroup.MODEL,
            OptionValue.perLayer("KIND", "dae", AllowedValues.oneOf(ConstantNames.all(AutoEncoderKind.class))),
            "Selects a plain (ae), denoising (dae) or contractive (cae) auto-encoder."),
    HIDDEN(
            OptionGroup.MODEL,
            OptionValue.perLayer("UNITS", "1000", AllowedValues.integerFrom(1)),
            "Sets the number of hidden units."),
    CORRUPTION(
            OptionGroup.MODEL,
            OptionValue.perLayer("NAME", "gaussian", AllowedValues.oneOf(ConstantNames.all(Corruption.Kind.class))),
            "Selects how the input of a denoising layer is corrupted during training."),
    NOISE(
            OptionGroup.MODEL,
            OptionValue.perLayer("LEVEL", "0.5", AllowedValues.nonNegativeNumber()),
            "Sets the corruption of a denoising layer: the standard deviation of gaussian corruption, or the fraction of"
                    + " units that masking and salt-and-pepper corruption change, which is at most 1."),
    CONTRACTION(
            OptionGroup.MODEL,
            OptionValue.perLayer("WEIGHT", "0.15", AllowedValues.nonNegativeNumber()),
            "Sets the weight of the contractive penalty of a contractive layer."),
    WEIGHT_DECAY(
            OptionGroup.MODEL,
            OptionValue.perLayer("WEIGHT", "0", AllowedValues.nonNegativeNumber()),
            "Sets the weight of the L2 penalty on a layer's weights."),
    L1(
            OptionGroup.MODEL,
            OptionValue.perLayer("WEIGHT", "0", AllowedValues.nonNegativeNumber()),
            "Sets the weight of the L1 penalty on a layer's weights."),
    ACTIVATION(
            OptionGroup.MODEL,
            OptionValue.perLayer("NAME", "logistic", AllowedValues.oneOf(ConstantNames.all(Activation.class))),
            "Selects the activation function of a layer's encoder."),
    OUTPUT_ACTIVATION(
            OptionGroup.MODEL,
            OptionValue.name(null, Activation.class).defaultingTo(OutputDefaults.SHOWN_ACTIVATION),
            "Selects the activation function of the reconstruction. Cross-entropy needs the logistic function."),
    LOSS(
            OptionGroup.MODEL,
            OptionValue.name(null, Loss.class).defaultingTo(OutputDefaults.SHOWN_LOSS),
            "Selects the reconstruction loss. Cross-entropy is for data in the range from 0 to 1."),
    TIED(
            OptionGroup.MODEL,
            OptionValue.trueOrFalse("true"),
            "Makes each decoder use the transposed weights of its encoder."),
    INITIAL_WEIGHTS(
            OptionGroup.MODEL,
            OptionValue.name("glorot-logistic", InitialWeights.class),
            "Selects the range of the weights before training: plus or minus sqrt(6 / (inputs + units)) for all layers"
                    + " (glorot), or four times that for layers of logistic units (glorot-logistic)."),
    SCHEME(
            OptionGroup.TRAINING,
            OptionValue.name("J", Scheme.class),
            "Selects the training scheme: layerwise (L), joint (J), layerwise followed by joint training without (U) or"
                    + " with (UJ) regularization, joint with one layer learning at a time (scheduled), or the sum of the"
                    + " layers' objectives (summed)."),
    EPOCHS(
            OptionGroup.TRAINING,
            OptionValue.integer("N", "300", 1),
            "Sets the number of epochs per training phase. A layerwise scheme has one phase per layer."),
    LEARNING_RATE(
            OptionGroup.TRAINING,
            OptionValue.number("RATE", "0.001", AllowedValues.positiveNumber()),
            "Sets the learning rate of RMSProp, whose decay is 0.9."),
    WARM_UP_STEPS(
            OptionGroup.TRAINING,
            OptionValue.integer("N", "0", 0),
            "Sets the number of steps at the start of each phase over which the learning rate rises linearly to its value."),
    BATCH_SIZE(
            OptionGroup.TRAINING, OptionValue.integer("N", "100", 1), "Sets the number of examples per training step."),
    SHUFFLE(
            OptionGroup.TRAINING,
            OptionValue.trueOrFalse("true"),
            "Draws a new order of the training examples for every epoch."),
    SHUFFLE_LIMIT(
            OptionGroup.TRAINING,
            OptionValue.integer("MIB", Integer.toString(StepSettings.SHUFFLE_LIMIT), 0),
            "Sets the size of training data, at 4 bytes per value, up to which an epoch shuffles all rows of a worker at"
                    + " once. Larger data are shuffled block by block, so that they may be on disk."),
    SEED(
            OptionGroup.TRAINING,
            OptionValue.longInteger("SEED", "1"),
            "Seeds the initial weights, the corruption and the order of the examples."),
    /** Its default depends on the number of epochs, so {@link #defaultValue} is empty. */
    EVALUATE_EVERY(
            OptionGroup.TRAINING,
            OptionValue.integer("EPOCHS", null, 0).defaultingTo("one hundredth of the epochs"),
            "Sets the number of epochs between two evaluations of the reconstruction cost. The value 0 turns them off."),
    WORKERS(
            OptionGroup.DISTRIBUTION,
            OptionValue.integer("N", "1", 1),
            "Sets the number of workers. Each trains a replica on its own part of the data, and the replicas are"
                    + " averaged."),
    AVERAGING_FREQUENCY(
            OptionGroup.DISTRIBUTION,
            OptionValue.integer("BATCHES", null, 0).defaultingTo(WorkerDefaults.SHOWN_FREQUENCY),
            "Sets the number of batches that each worker trains on between two averagings. The value 0 averages once per"
                    + " epoch."),
    OPTIMIZER_STATE(
            OptionGroup.DISTRIBUTION,
            OptionValue.name("average", Averaging.State.class),
            "Selects whether the workers' optimizer states are averaged as well (average), or each worker keeps its own"
                    + " (keep)."),
    OUTER_OPTIMIZER(
            OptionGroup.DISTRIBUTION,
            OptionValue.name(null, OuterOptimizer.Rule.class).defaultingTo(WorkerDefaults.SHOWN_OPTIMIZER),
            "Selects how the parameters change at an averaging: to the mean of the replicas (average), or towards it with"
                    + " momentum (momentum) or with Nesterov momentum (nesterov)."),
    OUTER_LEARNING_RATE(
            OptionGroup.DISTRIBUTION,
            OptionValue.number("RATE", null, AllowedValues.positiveNumber())
                    .defaultingTo(WorkerDefaults.SHOWN_LEARNING_RATE),
            "Sets the factor of the change at an averaging."),
    OUTER_MOMENTUM(
            OptionGroup.DISTRIBUTION,
            OptionValue.number("FACTOR", null, AllowedValues.numberFromZeroToBelowOne())
                    .defaultingTo(WorkerDefaults.SHOWN_MOMENTUM),
            "Sets the share of the changes at earlier averagings that is added to the change at an averaging."),
    LEARNING_RATE_RULE(
            OptionGroup.DISTRIBUTION,
            OptionValue.name("none", LearningRateRule.class),
            "Selects how the learning rate grows with the number of workers: not at all (none), with its square root"
                    + " (sqrt), or in proportion (linear)."),
    ENGINE(
            OptionGroup.DISTRIBUTION,
            OptionValue.name("nd4j", EngineKind.class),
            "Selects the library that computes the training steps. The torch engines need jars that the application does"
                    + " not contain."),
    PRECISION(OptionGroup.DISTRIBUTION, OptionValue.name("float", Precision.class), Precision.HELP);

    /** The form of an option's value. */
    public enum Type {
        NAME,
        /** One value for all layers, or one value per layer separated by commas. */
        PER_LAYER,
        INTEGER,
        LONG,
        NUMBER,
        BOOLEAN
    }

    private final OptionGroup group;
    private final OptionValue value;
    private final String description;

    TrainingOption(OptionGroup group, OptionValue value, String description) {
        this.group = group;
        this.value = value;
        this.description = description;
    }

    /** Returns the name on the command line, without dashes in front, for example {@code learning-rate}. */
    public String cliName() {
        return ConstantNames.of(this);
    }

    /** Returns the name in camel case, for example {@code learningRate}. */
    public String camelName() {
        return ConstantNames.camelCase(cliName());
    }

    /**
     * Returns the key of the option in stored models, checkpoints and results. It differs from {@link #cliName} where an
     * option was renamed, since stored files and the keys of measured cells keep the old spelling.
     */
    public String storedName() {
        return this == OPTIMIZER_STATE ? "optimiser-state" : cliName();
    }

    /** Returns the {@link #storedName} of every option. */
    public static Set<String> storedNames() {
        return Arrays.stream(values()).map(TrainingOption::storedName).collect(Collectors.toSet());
    }

    /** Returns older names that are still accepted in place of {@link #cliName} but not shown in help texts. */
    public List<String> aliases() {
        return storedName().equals(cliName()) ? List.of() : List.of(storedName());
    }

    /** Returns the {@link #aliases} in camel case, for example {@code optimiserState}. */
    public List<String> camelAliases() {
        return aliases().stream().map(ConstantNames::camelCase).toList();
    }

    /** Returns the option that has this name or alias. */
    public static Optional<TrainingOption> find(String name) {
        return Arrays.stream(values())
                .filter(option ->
                        option.cliName().equals(name) || option.aliases().contains(name))
                .findFirst();
    }

    public OptionGroup group() {
        return group;
    }

    public Type type() {
        return value.type();
    }

    /** Returns the placeholder of the value in help texts, for example {@code RATE}. */
    public String valueName() {
        return value.placeholder();
    }

    /** Returns the default as text; empty if it depends on other options. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(value.defaultValue());
    }

    /** Returns the text defaults of all options that have one, by {@link #cliName}. */
    public static SortedMap<String, String> defaults() {
        SortedMap<String, String> defaults = new TreeMap<>();
        for (TrainingOption option : values()) {
            option.defaultValue().ifPresent(text -> defaults.put(option.cliName(), text));
        }
        return defaults;
    }

    /** Returns what the option does, in one or two sentences. */
    public String description() {
        return description;
    }

    /** Returns the allowed values as words that follow "It must be", for example {@code a number greater than 0}. */
    public String allowedValues() {
        return value.allowed().description();
    }

    /** Returns the allowed names in the order of the help text; empty for options that take numbers. */
    public List<String> choices() {
        return value.allowed().choices();
    }

    /** Returns the complete help text: the description, the allowed values and the default. */
    public String help() {
        return help(value.shownDefault());
    }

    /**
     * Returns the complete help text with another default.
     *
     * @param shownDefault the default as it is printed, without a period
     */
    public String help(String shownDefault) {
        return description + value.help() + " Default: " + shownDefault + ".";
    }

    /** Returns the exception for a value that is not allowed; its message names the option and the allowed values. */
    public InvalidInputException invalid(Object shown) {
        return InvalidInputException.ofField(
                cliName(),
                "%s is invalid: it must be %s.",
                shown,
                value.allowed().description());
    }

    /**
     * Checks a number against the allowed range.
     *
     * @throws InvalidInputException if it is out of range
     */
    void require(double number, Object shown) {
        if (!value.allowed().range().test(number)) {
            throw invalid(shown);
        }
    }
}
