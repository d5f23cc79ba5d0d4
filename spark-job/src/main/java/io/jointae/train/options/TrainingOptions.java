package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.ScalingKind;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.LearningRateRule;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The options of a training run as typed values. They are built from the texts that the command line, a sweep file or a
 * stored model give ({@link #of}), and written back to texts ({@link #toMap}).
 *
 * @param scheme the training scheme
 * @param stack the stack of auto-encoders
 * @param optimization learning rate, batches, epochs and seed
 * @param averaging how many workers train, and how their replicas are averaged
 * @param arithmetic the library and the precision that compute the training steps
 */
public record TrainingOptions(
        Scheme scheme,
        StackOptions stack,
        OptimizationOptions optimization,
        Averaging averaging,
        Arithmetic arithmetic) {

    /** The defaults that {@link TrainingOption} declares. */
    public static final TrainingOptions DEFAULTS = of(TrainingOption.defaults());

    /** @throws InvalidInputException if the values do not describe a training run, whatever the data */
    public TrainingOptions {
        // Building a plan checks all values, before any data is read.
        plan("check", scheme, stack, optimization, averaging, arithmetic, 1);
    }

    /** Returns the name of the model as the paper writes it, for example {@code DAE-2J}. */
    public String modelName() {
        return kind().toUpperCase(Locale.ROOT) + "-" + layers() + scheme.cliName();
    }

    /** Returns the kind of the layers, for example {@code dae}, or {@code dae+cae} from the bottom up if they differ. */
    public String kind() {
        return stack.layers().stream()
                .map(layer -> layer.kind().cliName())
                .distinct()
                .collect(Collectors.joining("+"));
    }

    /** Returns the depth of the stack. */
    public int layers() {
        return stack.layers().size();
    }

    /** Returns the number of epochs per phase. */
    public int epochs() {
        return optimization.epochs();
    }

    /** Returns the seed of the run. */
    public long seed() {
        return optimization.seed();
    }

    /**
     * Returns the plan for a dataset.
     *
     * @param dataset the name of the dataset, for progress lines
     * @param width the number of values per example
     */
    public TrainingPlan plan(String dataset, int width) {
        return plan(dataset + " " + modelName(), scheme, stack, optimization, averaging, arithmetic, width);
    }

    /**
     * Returns the texts of the options by {@link TrainingOption#storedName}, as stored files carry them. Options that
     * files of version 0.1.0 do not have are left out where they stand for what that version did, so that the same
     * training has the same texts in every version: a plain average, no warm-up, no rule of the learning rate, the default
     * limit of the shuffle, the engine of ND4J, single precision, and the default initial weights.
     */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        for (TrainingOption option : TrainingOption.values()) {
            if (isStored(option)) {
                map.put(option.storedName(), format(option));
            }
        }
        return map;
    }

    private boolean isStored(TrainingOption option) {
        return switch (option) {
            case WARM_UP_STEPS -> optimization.learningRate().warmUpSteps() > 0;
            case SHUFFLE_LIMIT -> optimization.shuffleLimit() != StepSettings.SHUFFLE_LIMIT;
            case LEARNING_RATE_RULE -> optimization.learningRate().rule() != LearningRateRule.NONE;
            case OUTER_OPTIMIZER, OUTER_LEARNING_RATE, OUTER_MOMENTUM ->
                averaging.outer().rule() != OuterOptimizer.Rule.AVERAGE;
            case ENGINE -> arithmetic.engine() != EngineKind.ND4J;
            case PRECISION -> arithmetic.precision() != Precision.FLOAT;
            case INITIAL_WEIGHTS -> stack.initialWeights() != InitialWeights.DEFAULT;
            default -> true;
        };
    }

    private String format(TrainingOption option) {
        return switch (option) {
            case SCHEME -> scheme.cliName();
            case LAYERS -> Integer.toString(layers());
            case KIND -> perLayer(layer -> layer.kind().cliName());
            case HIDDEN -> perLayer(LayerOptions::units);
            case CORRUPTION ->
                perLayer(layer -> ConstantNames.of(layer.corruption().kind()));
            case NOISE -> perLayer(layer -> layer.corruption().strength());
            case CONTRACTION -> perLayer(LayerOptions::contraction);
            case WEIGHT_DECAY -> perLayer(LayerOptions::weightDecay);
            case L1 -> perLayer(LayerOptions::l1);
            case ACTIVATION -> perLayer(layer -> ConstantNames.of(layer.activation()));
            case OUTPUT_ACTIVATION -> ConstantNames.of(stack.outputActivation());
            case LOSS -> ConstantNames.of(stack.loss());
            case TIED -> Boolean.toString(stack.tied());
            case INITIAL_WEIGHTS -> ConstantNames.of(stack.initialWeights());
            case LEARNING_RATE -> Double.toString(optimization.learningRate().rate());
            case WARM_UP_STEPS -> Integer.toString(optimization.learningRate().warmUpSteps());
            case BATCH_SIZE -> Integer.toString(optimization.batchSize());
            case EPOCHS -> Integer.toString(optimization.epochs());
            case SHUFFLE -> Boolean.toString(optimization.shuffle());
            case SHUFFLE_LIMIT -> Integer.toString(optimization.shuffleLimit());
            case SEED -> Long.toString(optimization.seed());
            case EVALUATE_EVERY -> Integer.toString(optimization.evaluateEvery());
            case WORKERS -> Integer.toString(averaging.workers());
            case AVERAGING_FREQUENCY -> Integer.toString(averaging.frequency());
            case OPTIMIZER_STATE -> ConstantNames.of(averaging.state());
            case OUTER_OPTIMIZER -> ConstantNames.of(averaging.outer().rule());
            case OUTER_LEARNING_RATE -> Double.toString(averaging.outer().learningRate());
            case OUTER_MOMENTUM -> Double.toString(averaging.outer().momentum());
            case LEARNING_RATE_RULE ->
                ConstantNames.of(optimization.learningRate().rule());
            case ENGINE -> ConstantNames.of(arithmetic.engine());
            case PRECISION -> ConstantNames.of(arithmetic.precision());
        };
    }

    /** Returns one value if all layers agree, and otherwise one value per layer separated by commas. */
    private String perLayer(Function<LayerOptions, Object> value) {
        List<String> values = stack.layers().stream()
                .map(layer -> value.apply(layer).toString())
                .toList();
        return Collections.frequency(values, values.get(0)) == values.size() ? values.get(0) : String.join(",", values);
    }

    /**
     * Returns the options that texts describe.
     *
     * @param texts by {@link TrainingOption#cliName} or an alias; other keys are ignored. All options are required but
     *     those whose default depends on other options, and those that {@link #toMap} leaves out
     * @throws InvalidInputException if an option is missing, or a value is not allowed
     */
    public static TrainingOptions of(Map<String, String> texts) {
        return of(texts, ScalingKind.NONE);
    }

    /**
     * Returns the options that texts describe, as {@link #of(Map)} does.
     *
     * @param scaling the scaling of the data, on which the defaults of the loss and of the output activation depend
     * @throws InvalidInputException also if the loss does not suit the scaling
     */
    public static TrainingOptions of(Map<String, String> texts, ScalingKind scaling) {
        OptionParser parser = new OptionParser(texts);
        return new TrainingOptions(
                parser.constant(TrainingOption.SCHEME, Scheme.class),
                StackOptions.parse(parser, scaling),
                OptimizationOptions.parse(parser),
                averaging(parser),
                arithmetic(parser));
    }

    /**
     * Returns the options that the texts of a stored file describe. The reverse of {@link #toMap}.
     *
     * @param texts as {@link #toMap} of this or an earlier version returned them; other keys are ignored
     * @throws InvalidInputException if an option is missing, or a value is not allowed
     */
    public static TrainingOptions stored(Map<String, String> texts) {
        SortedMap<String, String> complete = new TreeMap<>(texts);
        complete.putIfAbsent(
                TrainingOption.OUTER_OPTIMIZER.storedName(), ConstantNames.of(OuterOptimizer.Rule.AVERAGE));
        return of(complete);
    }

    /**
     * Returns how steps are computed.
     *
     * @param texts as {@link #of(Map)} takes them; only the engine and the precision are read, and both have defaults
     * @throws InvalidInputException if a value is not allowed, or if the engine does not have the precision
     */
    public static Arithmetic arithmetic(Map<String, String> texts) {
        return arithmetic(new OptionParser(texts));
    }

    private static Arithmetic arithmetic(OptionParser parser) {
        return Arithmetic.of(
                parser.find(TrainingOption.ENGINE).isPresent()
                        ? parser.constant(TrainingOption.ENGINE, EngineKind.class)
                        : EngineKind.ND4J,
                parser.find(TrainingOption.PRECISION).isPresent()
                        ? parser.constant(TrainingOption.PRECISION, Precision.class)
                        : Precision.FLOAT);
    }

    private static Averaging averaging(OptionParser parser) {
        int workers = parser.integer(TrainingOption.WORKERS);
        WorkerDefaults defaults = WorkerDefaults.of(workers);
        return new Averaging(
                workers,
                parser.find(TrainingOption.AVERAGING_FREQUENCY).isPresent()
                        ? parser.integer(TrainingOption.AVERAGING_FREQUENCY)
                        : defaults.frequency(),
                parser.constant(TrainingOption.OPTIMIZER_STATE, Averaging.State.class),
                defaults.outer(parser));
    }

    /**
     * Returns the paper's settings (section IV) for a stack of equal layers.
     *
     * @param strength the noise, the contraction or the weight decay, as the kind of layer uses it
     */
    public static TrainingOptions paper(
            Scheme scheme, int layers, AutoEncoderKind kind, double strength, double learningRate) {
        LayerOptions layer = new LayerOptions(
                kind,
                DEFAULTS.stack.layers().get(0).units(),
                Activation.LOGISTIC,
                Corruption.gaussian(kind == AutoEncoderKind.DAE ? strength : 0),
                kind == AutoEncoderKind.CAE ? strength : 0,
                kind == AutoEncoderKind.AE ? strength : 0,
                0);
        return new TrainingOptions(
                scheme,
                new StackOptions(
                        Collections.nCopies(layers, layer),
                        Activation.LOGISTIC,
                        Loss.CROSS_ENTROPY,
                        true,
                        InitialWeights.DEFAULT),
                DEFAULTS.optimization.withLearningRate(learningRate),
                Averaging.SINGLE,
                Arithmetic.DEFAULT);
    }

    private static TrainingPlan plan(
            String name,
            Scheme scheme,
            StackOptions stack,
            OptimizationOptions optimization,
            Averaging averaging,
            Arithmetic arithmetic,
            int width) {
        return new TrainingPlan(
                name,
                stack.architecture(width),
                stack.initialWeights(),
                scheme.phases(
                        stack.layers().size(),
                        optimization.epochs(),
                        optimization.learningRate().rate(averaging.workers())),
                new StepSettings(
                        Updater.RMSPROP,
                        optimization.batchSize(),
                        optimization.shuffle(),
                        optimization.seed(),
                        optimization.learningRate().warmUpSteps(),
                        optimization.shuffleLimit(),
                        arithmetic),
                averaging,
                optimization.evaluateEvery());
    }
}
