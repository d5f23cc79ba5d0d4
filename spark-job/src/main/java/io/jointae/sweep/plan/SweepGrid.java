package io.jointae.sweep.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One grid of a sweep's file, defaults filled in: every combination of the lists is a trial. A kind, a strength and
 * {@code hidden} are one value for all layers, or a list of one a layer from the bottom up, as in {@code kinds: [dae,
 * [dae, cae]]} and {@code noise: [0.5, [0.5, 0.1]]}.
 *
 * @param name of the sweep, for people
 * @param data folder with the prepared datasets, {@code data/NAME} each; any Hadoop path
 * @param datasets folder names below {@code data}
 * @param kinds ae, dae, cae
 * @param schemes L, J, U, UJ, scheduled, summed
 * @param layers depths
 * @param learningRates grid of the learning rate
 * @param noise grid of trials with a denoising layer
 * @param contraction grid of trials with a contractive layer
 * @param weightDecay grid of trials with a plain layer
 * @param seeds one trial each
 * @param evaluations words of {@link TrialEvaluation}
 * @param hidden units of each layer
 * @param batchSize examples a step
 * @param epochs of each phase
 * @param svmCosts grid of the linear SVM's C, chosen on validation rows within each trial
 * @param parzenSamples of one chain, under which the log-likelihood is taken
 * @param finetuneOptimizer sgd or rmsprop
 * @param finetuneLearningRates of fine-tuning: within each trial that of the lowest validation error is kept
 * @param finetuneBatchSize examples a step of fine-tuning
 * @param finetuneEpochs of fine-tuning at most
 * @param finetunePatience epochs of fine-tuning without a better validation result before it stops
 * @param halving that prunes settings; null for none, the default
 * @param mlflow tracking server; null for none
 */
@JsonPropertyOrder({"name", "data", "datasets", "kinds", "schemes", "layers"})
public record SweepGrid(
        String name,
        String data,
        List<String> datasets,
        List<List<String>> kinds,
        List<String> schemes,
        List<Integer> layers,
        @JsonProperty("learning-rate") List<Double> learningRates,
        List<List<Double>> noise,
        List<List<Double>> contraction,
        @JsonProperty("weight-decay") List<List<Double>> weightDecay,
        List<Long> seeds,
        List<String> evaluations,
        List<Integer> hidden,
        @JsonProperty("batch-size") Integer batchSize,
        Integer epochs,
        @JsonProperty("svm-costs") List<Double> svmCosts,
        @JsonProperty("parzen-samples") Integer parzenSamples,
        @JsonProperty("finetune-optimiser") String finetuneOptimizer,
        @JsonProperty("finetune-learning-rate") List<Double> finetuneLearningRates,
        @JsonProperty("finetune-batch-size") Integer finetuneBatchSize,
        @JsonProperty("finetune-epochs") Integer finetuneEpochs,
        @JsonProperty("finetune-patience") Integer finetunePatience,
        Halving halving,
        String mlflow) {

    private static final List<Double> PAPER_RATES = List.of(0.001, 0.005, 0.01, 0.02);
    private static final List<List<Double>> PAPER_NOISE = forAllLayers(0.1, 0.3, 0.5, 0.7, 0.9);
    private static final List<List<Double>> PAPER_CONTRACTION = forAllLayers(0.01, 0.05, 0.15, 0.3, 0.6);

    /** The paper does not state its grid for L2. */
    private static final List<List<Double>> WEIGHT_DECAY = forAllLayers(1e-5, 1e-4, 1e-3, 1e-2);

    private static final List<List<Double>> UNUSED = forAllLayers(0.0);

    public SweepGrid {
        if (name == null) {
            throw new InvalidInputException("key name is missing: say what the sweep is, for people");
        }
        data = data == null ? "data" : data;
        datasets = required("datasets", datasets);
        kinds = perLayer("kinds", required("kinds", kinds));
        schemes = required("schemes", schemes);
        layers = required("layers", layers);
        learningRates = orElse("learning-rate", learningRates, PAPER_RATES);
        noise = perLayer("noise", orElse("noise", noise, PAPER_NOISE));
        contraction = perLayer("contraction", orElse("contraction", contraction, PAPER_CONTRACTION));
        weightDecay = perLayer("weight-decay", orElse("weight-decay", weightDecay, WEIGHT_DECAY));
        seeds = orElse("seeds", seeds, List.of(1L));
        evaluations = orElse("evaluations", evaluations, List.of("svm"));
        hidden = hidden == null
                ? List.of(TrainingOptions.DEFAULTS.stack().layers().get(0).units())
                : perLayer("hidden", List.of(hidden)).get(0);
        batchSize = Objects.requireNonNullElse(
                batchSize, TrainingOptions.DEFAULTS.optimization().batchSize());
        epochs = Objects.requireNonNullElse(epochs, TrainingOptions.DEFAULTS.epochs());
        svmCosts = orElse("svm-costs", svmCosts, SvmEvaluation.DEFAULT_COSTS);
        parzenSamples =
                Objects.requireNonNullElse(parzenSamples, SamplingPlan.paper(1).count());
        if (parzenSamples < 1) {
            throw InvalidInputException.of("parzen-samples %d: must be 1 or more", parzenSamples);
        }
        FinetuneOptions finetune = FinetuneOptions.DEFAULT;
        finetuneOptimizer = Objects.requireNonNullElse(
                finetuneOptimizer, finetune.optimizer().cliName());
        finetuneLearningRates = orElse("finetune-learning-rate", finetuneLearningRates, finetune.learningRates());
        finetuneBatchSize = Objects.requireNonNullElse(finetuneBatchSize, finetune.batchSize());
        finetuneEpochs = Objects.requireNonNullElse(finetuneEpochs, finetune.epochs());
        finetunePatience = Objects.requireNonNullElse(finetunePatience, finetune.patience());
        if (mlflow != null) {
            checkTrackingUri(mlflow);
        }
        halving = halving == null ? null : halving.in(epochs, evaluations);
    }

    /** Refuses what is not the address of a tracking server. */
    public static void checkTrackingUri(String uri) {
        if (!uri.matches("https?://[^/].*")) {
            throw InvalidInputException.of(
                    "mlflow %s: give the address of a tracking server, such as http://host:5000", uri);
        }
    }

    /** This grid over data in another folder. */
    public SweepGrid in(String folder) {
        return new SweepGrid(
                name,
                folder,
                datasets,
                kinds,
                schemes,
                layers,
                learningRates,
                noise,
                contraction,
                weightDecay,
                seeds,
                evaluations,
                hidden,
                batchSize,
                epochs,
                svmCosts,
                parzenSamples,
                finetuneOptimizer,
                finetuneLearningRates,
                finetuneBatchSize,
                finetuneEpochs,
                finetunePatience,
                halving,
                mlflow);
    }

    /**
     * The options of every trial on one dataset.
     *
     * @throws InvalidInputException naming the value that makes no training
     */
    public List<TrainingOptions> trainings() {
        List<TrainingOptions> all = new ArrayList<>();
        for (List<String> words : kinds) {
            List<AutoEncoderKind> each = words.stream().map(AutoEncoderKind::of).toList();
            for (List<Double> decay : each.contains(AutoEncoderKind.AE) ? weightDecay : UNUSED) {
                for (List<Double> sigma : each.contains(AutoEncoderKind.DAE) ? noise : UNUSED) {
                    for (List<Double> lambda : each.contains(AutoEncoderKind.CAE) ? contraction : UNUSED) {
                        SortedMap<String, String> strengths = new TreeMap<>(Map.of(
                                "kind", commas(words),
                                "weight-decay", commas(decay),
                                "noise", commas(sigma),
                                "contraction", commas(lambda)));
                        addTrainings(strengths, all);
                    }
                }
            }
        }
        return all;
    }

    /** How a trial with this seed is evaluated. */
    public EvaluationPlan evaluation(long seed) {
        FinetuneOptions finetune = new FinetuneOptions(
                FinetuneOptimizer.of(finetuneOptimizer),
                finetuneLearningRates,
                finetuneBatchSize,
                finetuneEpochs,
                finetunePatience,
                seed);
        SamplingPlan paper = SamplingPlan.paper(seed);
        SamplingPlan samples =
                new SamplingPlan(parzenSamples, paper.chains(), paper.burnIn(), paper.thin(), paper.draw(), seed);
        return new EvaluationPlan(evaluations, svmCosts, samples, finetune);
    }

    /** Those of one choice of kinds and strengths. */
    private void addTrainings(SortedMap<String, String> strengths, List<TrainingOptions> all) {
        for (double rate : learningRates) {
            for (long seed : seeds) {
                for (int depth : layers) {
                    for (String scheme : schemes) {
                        all.add(training(Scheme.of(scheme), depth, strengths, rate, seed));
                    }
                }
            }
        }
    }

    private TrainingOptions training(
            Scheme scheme, int depth, SortedMap<String, String> strengths, double rate, long seed) {
        SortedMap<String, String> map = TrainingOptions.paper(scheme, depth, AutoEncoderKind.AE, 0, rate)
                .toMap();
        map.putAll(strengths);
        map.put("hidden", commas(hidden));
        map.put("batch-size", batchSize.toString());
        map.put("epochs", epochs.toString());
        map.remove("evaluate-every");
        map.put("seed", Long.toString(seed));
        return TrainingOptions.of(map);
    }

    private static String commas(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<List<Double>> forAllLayers(Double... values) {
        return Stream.of(values).map(List::of).toList();
    }

    /** Every value a list of its own, of one for all layers or one a layer. */
    private static <T> List<List<T>> perLayer(String key, List<List<T>> values) {
        for (List<T> each : values) {
            if (each.isEmpty() || each.stream().anyMatch(Objects::isNull)) {
                throw InvalidInputException.of("key %s has an empty value: take it out", key);
            }
        }
        return values.stream().map(List::copyOf).toList();
    }

    private static <T> List<T> required(String key, List<T> values) {
        if (values == null) {
            throw InvalidInputException.of("key %s is missing: give at least one value", key);
        }
        return orElse(key, values, List.of());
    }

    private static <T> List<T> orElse(String key, List<T> values, List<T> otherwise) {
        if (values == null) {
            return otherwise;
        }
        if (values.isEmpty()) {
            throw InvalidInputException.of("key %s is an empty grid: give at least one value, or leave it out", key);
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw InvalidInputException.of("key %s has an empty value: take it out", key);
        }
        return values.stream().distinct().toList();
    }
}
