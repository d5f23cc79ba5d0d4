package io.jointae.train;

import io.jointae.base.BadInput;
import io.jointae.model.Activation;
import io.jointae.model.Architecture;
import io.jointae.model.Corruption;
import io.jointae.model.LayerSpec;
import io.jointae.model.Loss;
import io.jointae.model.Updater;
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
        List<Kind> kinds,
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

    /** @throws BadInput if the values make no training, whatever the data */
    public TrainingOptions {
        if (layers < 1) {
            throw BadInput.of("layers %d: must be 1 or more", layers);
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
            throw BadInput.of("learning-rate %s: must be more than 0", learningRate);
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
        return kind().toUpperCase(Locale.ROOT) + "-" + layers + scheme.word();
    }

    /** Such as {@code dae}, or {@code dae+cae} from the bottom up where layers differ. */
    public String kind() {
        return kinds.stream().distinct().map(Kind::word).collect(Collectors.joining("+"));
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

    /** All of it by option name without dashes: what provenance keeps and {@code --resume} compares. */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        map.put("scheme", scheme.word());
        map.put("layers", Integer.toString(layers));
        map.put("kind", words(kinds.stream().map(Kind::word).toList()));
        map.put("hidden", words(hidden));
        map.put(
                "corruption",
                words(corruptions.stream().map(TrainingOptions::word).toList()));
        map.put("noise", words(noise));
        map.put("contraction", words(contraction));
        map.put("weight-decay", words(weightDecay));
        map.put("l1", words(l1));
        map.put(
                "activation",
                words(activations.stream().map(TrainingOptions::word).toList()));
        map.put("output-activation", word(output));
        map.put("loss", word(loss));
        map.put("tied", Boolean.toString(tied));
        map.put("learning-rate", Double.toString(learningRate));
        map.put("batch-size", Integer.toString(batchSize));
        map.put("epochs", Integer.toString(epochs));
        map.put("workers", Integer.toString(averaging.workers()));
        map.put("averaging-frequency", Integer.toString(averaging.frequency()));
        map.put("optimiser-state", word(averaging.state()));
        map.put("shuffle", Boolean.toString(shuffle));
        map.put("seed", Long.toString(seed));
        map.put("evaluate-every", Integer.toString(evaluateEvery));
        return map;
    }

    /** The reverse of {@link #toMap}. */
    public static TrainingOptions of(SortedMap<String, String> map) {
        return new TrainingOptions(
                Scheme.of(map.get("scheme")),
                Integer.parseInt(map.get("layers")),
                split(map, "kind").stream().map(Kind::of).toList(),
                split(map, "hidden").stream().map(Integer::valueOf).toList(),
                split(map, "corruption").stream()
                        .map(word -> constant(Corruption.Kind.class, "corruption", word))
                        .toList(),
                split(map, "noise").stream().map(Double::valueOf).toList(),
                split(map, "contraction").stream().map(Double::valueOf).toList(),
                split(map, "weight-decay").stream().map(Double::valueOf).toList(),
                split(map, "l1").stream().map(Double::valueOf).toList(),
                split(map, "activation").stream()
                        .map(word -> constant(Activation.class, "activation", word))
                        .toList(),
                constant(Activation.class, "output-activation", map.get("output-activation")),
                constant(Loss.class, "loss", map.get("loss")),
                Boolean.parseBoolean(map.get("tied")),
                Double.parseDouble(map.get("learning-rate")),
                Integer.parseInt(map.get("batch-size")),
                Integer.parseInt(map.get("epochs")),
                new Averaging(
                        Integer.parseInt(map.get("workers")),
                        Integer.parseInt(map.get("averaging-frequency")),
                        constant(Averaging.State.class, "optimiser-state", map.get("optimiser-state"))),
                Boolean.parseBoolean(map.get("shuffle")),
                Long.parseLong(map.get("seed")),
                Integer.parseInt(map.get("evaluate-every")));
    }

    /** The paper's settings (section IV) for one kind of layer; the strengths and the rate are the caller's. */
    public static TrainingOptions paper(Scheme scheme, int layers, Kind kind, double strength, double learningRate) {
        return new TrainingOptions(
                scheme,
                layers,
                List.of(kind),
                List.of(1000),
                List.of(Corruption.Kind.GAUSSIAN),
                List.of(kind == Kind.DAE ? strength : 0.0),
                List.of(kind == Kind.CAE ? strength : 0.0),
                List.of(kind == Kind.AE ? strength : 0.0),
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

    /** An enum's constant by its word, such as {@code salt-and-pepper}. */
    public static <E extends Enum<E>> E constant(Class<E> type, String option, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equalsIgnoreCase(word)) {
                return constant;
            }
        }
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            known.add(word(constant));
        }
        throw BadInput.of("%s %s: unknown; known are %s", option, word, String.join(", ", known));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One word where all layers agree. */
    private static String words(List<?> values) {
        List<?> shown = values.stream().distinct().count() == 1 ? values.subList(0, 1) : values;
        return shown.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<String> split(SortedMap<String, String> map, String option) {
        return List.of(map.get(option).split(","));
    }

    private static <T> List<T> perLayer(String option, List<T> values, int layers) {
        if (values.size() == layers) {
            return List.copyOf(values);
        }
        if (values.size() != 1) {
            throw BadInput.of("%s: %d values for %d layers; give one, or one a layer", option, values.size(), layers);
        }
        return java.util.Collections.nCopies(layers, values.get(0));
    }

    private static List<LayerSpec> specs(
            List<Kind> kinds,
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
