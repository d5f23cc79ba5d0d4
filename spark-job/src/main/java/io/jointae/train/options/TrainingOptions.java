package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How to train, in the words of the command line: the same value comes from flags, from a sweep's file or
 * from a model's provenance. Lists have one entry for all layers or one a layer, lowest first.
 *
 * @param layers depth of the stack
 * @param kinds of auto-encoder
 * @param hidden units
 * @param corruptions process of denoising layers
 * @param noise strength of denoising layers' corruption
 * @param contraction weight of contractive layers' penalty
 * @param weightDecay L2 weight, of every layer
 * @param l1 L1 weight, of every layer
 * @param activations of the encoders
 * @param output activation of the lowest decoder
 * @param tied whether decoders have the encoders' weights transposed
 * @param epochs of each phase
 * @param evaluateEvery epochs between evaluations of the clean reconstruction cost; 0 for never
 */
public record TrainingOptions(
        Scheme scheme,
        int layers,
        List<AutoEncoderKind> kinds,
        List<Integer> hidden,
        List<Corruption.Kind> corruptions,
        List<Double> noise,
        List<Double> contraction,
        List<Double> weightDecay,
        List<Double> l1,
        List<Activation> activations,
        Activation output,
        Loss loss,
        boolean tied,
        double learningRate,
        int batchSize,
        int epochs,
        Averaging averaging,
        boolean shuffle,
        long seed,
        int evaluateEvery) {

    /** Of a phase, usually. */
    private static final int EVALUATIONS = 100;

    /** @throws InvalidInputException if the values make no training, whatever the data */
    public TrainingOptions {
        if (layers < 1) {
            throw InvalidInputException.of("layers %d: must be 1 or more", layers);
        }
        kinds = perLayer("kind", kinds, layers);
        hidden = perLayer("hidden", hidden, layers);
        corruptions = perLayer("corruption", corruptions, layers);
        noise = perLayer("noise", noise, layers);
        contraction = perLayer("contraction", contraction, layers);
        weightDecay = perLayer("weight-decay", weightDecay, layers);
        l1 = perLayer("l1", l1, layers);
        activations = perLayer("activation", activations, layers);
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw InvalidInputException.of("learning-rate %s: must be more than 0", learningRate);
        }
        // What the parts refuse, they refuse here, before any data is read.
        plan(
                scheme,
                layers,
                new Architecture(
                        1,
                        specs(kinds, hidden, corruptions, noise, contraction, weightDecay, l1, activations),
                        tied,
                        loss,
                        output),
                learningRate,
                batchSize,
                epochs,
                averaging,
                shuffle,
                seed,
                evaluateEvery,
                "check");
    }

    /** Such as {@code DAE-2J}, as the paper writes it. */
    public String modelName() {
        return kind().toUpperCase(Locale.ROOT) + "-" + layers + scheme.cliName();
    }

    /** Such as {@code dae}, or {@code dae+cae} from the bottom up where layers differ. */
    public String kind() {
        return kinds.stream().distinct().map(AutoEncoderKind::cliName).collect(Collectors.joining("+"));
    }

    /** The plan for examples of this width. */
    public TrainingPlan plan(String dataset, int width) {
        Architecture architecture = new Architecture(
                width,
                specs(kinds, hidden, corruptions, noise, contraction, weightDecay, l1, activations),
                tied,
                loss,
                output);
        return plan(
                scheme,
                layers,
                architecture,
                learningRate,
                batchSize,
                epochs,
                averaging,
                shuffle,
                seed,
                evaluateEvery,
                dataset + " " + modelName());
    }

    /** All of it by {@link TrainingOption#text}: what provenance keeps and {@code --resume} compares. */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        for (TrainingOption option : TrainingOption.values()) {
            map.put(option.cliName(), text(option));
        }
        return map;
    }

    private String text(TrainingOption option) {
        return switch (option) {
            case SCHEME -> scheme.cliName();
            case LAYERS -> Integer.toString(layers);
            case KIND -> words(kinds.stream().map(AutoEncoderKind::cliName).toList());
            case HIDDEN -> words(hidden);
            case CORRUPTION ->
                words(corruptions.stream().map(TrainingOptions::word).toList());
            case NOISE -> words(noise);
            case CONTRACTION -> words(contraction);
            case WEIGHT_DECAY -> words(weightDecay);
            case L1 -> words(l1);
            case ACTIVATION ->
                words(activations.stream().map(TrainingOptions::word).toList());
            case OUTPUT_ACTIVATION -> word(output);
            case LOSS -> word(loss);
            case TIED -> Boolean.toString(tied);
            case LEARNING_RATE -> Double.toString(learningRate);
            case BATCH_SIZE -> Integer.toString(batchSize);
            case EPOCHS -> Integer.toString(epochs);
            case WORKERS -> Integer.toString(averaging.workers());
            case AVERAGING_FREQUENCY -> Integer.toString(averaging.frequency());
            case OPTIMIZER_STATE -> word(averaging.state());
            case SHUFFLE -> Boolean.toString(shuffle);
            case SEED -> Long.toString(seed);
            case EVALUATE_EVERY -> Integer.toString(evaluateEvery);
        };
    }

    /**
     * The reverse of {@link #toMap}; without {@code evaluate-every}, 100 evaluations a phase.
     *
     * @throws InvalidInputException on a value that is none, and on values that make no training
     * @throws NullPointerException naming another option that is missing
     */
    public static TrainingOptions of(SortedMap<String, String> map) {
        OptionParser words = new OptionParser(map);
        int epochs = words.whole(TrainingOption.EPOCHS);
        return new TrainingOptions(
                Scheme.of(words.word(TrainingOption.SCHEME)),
                words.whole(TrainingOption.LAYERS),
                words.each(TrainingOption.KIND, AutoEncoderKind::of),
                words.wholes(TrainingOption.HIDDEN),
                words.constants(TrainingOption.CORRUPTION, Corruption.Kind.class),
                words.numbers(TrainingOption.NOISE),
                words.numbers(TrainingOption.CONTRACTION),
                words.numbers(TrainingOption.WEIGHT_DECAY),
                words.numbers(TrainingOption.L1),
                words.constants(TrainingOption.ACTIVATION, Activation.class),
                words.constant(TrainingOption.OUTPUT_ACTIVATION, Activation.class),
                words.constant(TrainingOption.LOSS, Loss.class),
                words.isOn(TrainingOption.TIED),
                words.number(TrainingOption.LEARNING_RATE),
                words.whole(TrainingOption.BATCH_SIZE),
                epochs,
                new Averaging(
                        words.whole(TrainingOption.WORKERS),
                        words.whole(TrainingOption.AVERAGING_FREQUENCY),
                        words.constant(TrainingOption.OPTIMIZER_STATE, Averaging.State.class)),
                words.isOn(TrainingOption.SHUFFLE),
                words.seed(TrainingOption.SEED),
                words.has(TrainingOption.EVALUATE_EVERY)
                        ? words.whole(TrainingOption.EVALUATE_EVERY)
                        : Math.max(1, epochs / EVALUATIONS));
    }

    /** The paper's settings (section IV) for one kind of layer; the strengths and the rate are the caller's. */
    public static TrainingOptions paper(
            Scheme scheme, int layers, AutoEncoderKind kind, double strength, double learningRate) {
        return new TrainingOptions(
                scheme,
                layers,
                List.of(kind),
                List.of(1000),
                List.of(Corruption.Kind.GAUSSIAN),
                List.of(kind == AutoEncoderKind.DAE ? strength : 0.0),
                List.of(kind == AutoEncoderKind.CAE ? strength : 0.0),
                List.of(kind == AutoEncoderKind.AE ? strength : 0.0),
                List.of(0.0),
                List.of(Activation.LOGISTIC),
                Activation.LOGISTIC,
                Loss.CROSS_ENTROPY,
                true,
                learningRate,
                100,
                300,
                Averaging.SINGLE,
                true,
                1,
                3);
    }

    /** As on the command line, such as {@code salt-and-pepper}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One word where all layers agree. */
    private static String words(List<?> values) {
        List<?> shown = values.stream().distinct().count() == 1 ? values.subList(0, 1) : values;
        return shown.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static <T> List<T> perLayer(String option, List<T> values, int layers) {
        if (values.size() == layers) {
            return List.copyOf(values);
        }
        if (values.size() != 1) {
            throw InvalidInputException.of(
                    "%s: %d values for %d layers; give one, or one a layer", option, values.size(), layers);
        }
        return java.util.Collections.nCopies(layers, values.get(0));
    }

    private static List<LayerSpec> specs(
            List<AutoEncoderKind> kinds,
            List<Integer> hidden,
            List<Corruption.Kind> corruptions,
            List<Double> noise,
            List<Double> contraction,
            List<Double> weightDecay,
            List<Double> l1,
            List<Activation> activations) {
        List<LayerSpec> specs = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            // Made for every kind, so that a senseless strength is refused even where it is not used.
            Corruption corruption = new Corruption(corruptions.get(i), noise.get(i));
            LayerSpec spec = new LayerSpec(
                    hidden.get(i), activations.get(i), corruption, contraction.get(i), l1.get(i), weightDecay.get(i));
            specs.add(
                    switch (kinds.get(i)) {
                        case AE -> spec.withCorruption(Corruption.NONE).withContraction(0);
                        case DAE -> spec.withContraction(0);
                        case CAE -> spec.withCorruption(Corruption.NONE);
                    });
        }
        return specs;
    }

    private static TrainingPlan plan(
            Scheme scheme,
            int layers,
            Architecture architecture,
            double learningRate,
            int batchSize,
            int epochs,
            Averaging averaging,
            boolean shuffle,
            long seed,
            int evaluateEvery,
            String name) {
        return new TrainingPlan(
                name,
                architecture,
                scheme.phases(layers, epochs, learningRate),
                Updater.RMSPROP,
                batchSize,
                averaging,
                shuffle,
                seed,
                evaluateEvery);
    }
}
