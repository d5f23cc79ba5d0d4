package io.jointae.sweep;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jointae.base.BadInput;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.train.Kind;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * One grid of a sweep's file, defaults filled in: every combination of the lists is a trial.
 *
 * @param name of the sweep, for people
 * @param data folder with the prepared datasets, {@code data/NAME} each; any Hadoop path
 * @param datasets folder names below {@code data}
 * @param kinds ae, dae, cae
 * @param schemes L, J, U, UJ, scheduled, summed
 * @param layers depths
 * @param learningRates grid of the learning rate
 * @param noise grid of denoising kinds
 * @param contraction grid of contractive kinds
 * @param weightDecay grid of plain kinds
 * @param seeds one trial each
 * @param evaluations words of {@link Evaluations}
 * @param hidden units of each layer
 * @param batchSize examples a step
 * @param epochs of each phase
 * @param svmCosts grid of the linear SVM's C, chosen on validation rows within each trial
 * @param parzenSamples of one chain, under which the log-likelihood is taken
 * @param finetuneLearningRate of fine-tuning
 * @param finetuneEpochs of fine-tuning at most
 * @param finetunePatience epochs of fine-tuning without a lower validation error before it stops
 * @param halving that prunes settings; null for none, the default
 * @param mlflow tracking server; null for none
 */
@JsonPropertyOrder({"name", "data", "datasets", "kinds", "schemes", "layers"})
public record SweepConf(
        String name,
        String data,
        List<String> datasets,
        List<String> kinds,
        List<String> schemes,
        List<Integer> layers,
        @JsonProperty("learning-rate") List<Double> learningRates,
        List<Double> noise,
        List<Double> contraction,
        @JsonProperty("weight-decay") List<Double> weightDecay,
        List<Long> seeds,
        List<String> evaluations,
        Integer hidden,
        @JsonProperty("batch-size") Integer batchSize,
        Integer epochs,
        @JsonProperty("svm-costs") List<Double> svmCosts,
        @JsonProperty("parzen-samples") Integer parzenSamples,
        @JsonProperty("finetune-learning-rate") Double finetuneLearningRate,
        @JsonProperty("finetune-epochs") Integer finetuneEpochs,
        @JsonProperty("finetune-patience") Integer finetunePatience,
        Halving halving,
        String mlflow) {

    private static final List<Double> PAPER_RATES = List.of(0.001, 0.005, 0.01, 0.02);
    private static final List<Double> PAPER_NOISE = List.of(0.1, 0.3, 0.5, 0.7, 0.9);
    private static final List<Double> PAPER_CONTRACTION = List.of(0.01, 0.05, 0.15, 0.3, 0.6);

    /** The paper does not state its grid for L2. */
    private static final List<Double> WEIGHT_DECAY = List.of(1e-5, 1e-4, 1e-3, 1e-2);

    public SweepConf {
        if (name == null) {
            throw new BadInput("key name is missing: say what the sweep is, for people");
        }
        data = data == null ? "data" : data;
        datasets = required("datasets", datasets);
        kinds = required("kinds", kinds);
        schemes = required("schemes", schemes);
        layers = required("layers", layers);
        learningRates = orElse("learning-rate", learningRates, PAPER_RATES);
        noise = orElse("noise", noise, PAPER_NOISE);
        contraction = orElse("contraction", contraction, PAPER_CONTRACTION);
        weightDecay = orElse("weight-decay", weightDecay, WEIGHT_DECAY);
        seeds = orElse("seeds", seeds, List.of(1L));
        evaluations = orElse("evaluations", evaluations, List.of("svm"));
        hidden = Objects.requireNonNullElse(hidden, 1000);
        batchSize = Objects.requireNonNullElse(batchSize, 100);
        epochs = Objects.requireNonNullElse(epochs, 300);
        svmCosts = orElse("svm-costs", svmCosts, SvmEvaluation.COSTS);
        parzenSamples =
                Objects.requireNonNullElse(parzenSamples, SamplingPlan.paper(1).count());
        if (parzenSamples < 1) {
            throw BadInput.of("parzen-samples %d: must be 1 or more", parzenSamples);
        }
        finetuneLearningRate = Objects.requireNonNullElse(finetuneLearningRate, FinetuneOptions.PAPER.learningRate());
        finetuneEpochs = Objects.requireNonNullElse(finetuneEpochs, FinetuneOptions.PAPER.epochs());
        finetunePatience = Objects.requireNonNullElse(finetunePatience, FinetuneOptions.PAPER.patience());
        if (mlflow != null) {
            MlflowTracking.check(mlflow);
        }
        halving = halving == null ? null : halving.in(epochs, evaluations);
    }

    /** This grid over data in another folder. */
    public SweepConf in(String folder) {
        return new SweepConf(
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
                finetuneLearningRate,
                finetuneEpochs,
                finetunePatience,
                halving,
                mlflow);
    }

    /**
     * The options of every trial on one dataset.
     *
     * @throws BadInput naming the value that makes no training
     */
    List<TrainingOptions> trainings() {
        List<TrainingOptions> all = new ArrayList<>();
        for (String word : kinds) {
            Kind kind = Kind.of(word);
            List<Double> strengths = switch (kind) {
                case AE -> weightDecay;
                case DAE -> noise;
                case CAE -> contraction;
            };
            for (double strength : strengths) {
                for (double rate : learningRates) {
                    for (long seed : seeds) {
                        for (int depth : layers) {
                            for (String scheme : schemes) {
                                all.add(training(Scheme.of(scheme), depth, kind, strength, rate, seed));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    /** How a trial with this seed is evaluated. */
    EvaluationPlan evaluation(long seed) {
        FinetuneOptions finetune = new FinetuneOptions(
                finetuneLearningRate, FinetuneOptions.PAPER.batchSize(), finetuneEpochs, finetunePatience, seed);
        SamplingPlan paper = SamplingPlan.paper(seed);
        SamplingPlan samples =
                new SamplingPlan(parzenSamples, paper.chains(), paper.burnIn(), paper.thin(), paper.draw(), seed);
        return new EvaluationPlan(evaluations, svmCosts, samples, finetune);
    }

    private TrainingOptions training(Scheme scheme, int depth, Kind kind, double strength, double rate, long seed) {
        SortedMap<String, String> map =
                TrainingOptions.paper(scheme, depth, kind, strength, rate).toMap();
        map.put("hidden", hidden.toString());
        map.put("batch-size", batchSize.toString());
        map.put("epochs", epochs.toString());
        map.put("evaluate-every", Integer.toString(Math.max(1, epochs / 100)));
        map.put("seed", Long.toString(seed));
        return TrainingOptions.of(map);
    }

    private static <T> List<T> required(String key, List<T> values) {
        if (values == null) {
            throw BadInput.of("key %s is missing: give at least one value", key);
        }
        return orElse(key, values, List.of());
    }

    private static <T> List<T> orElse(String key, List<T> values, List<T> otherwise) {
        if (values == null) {
            return otherwise;
        }
        if (values.isEmpty()) {
            throw BadInput.of("key %s is an empty grid: give at least one value, or leave it out", key);
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw BadInput.of("key %s has an empty value: take it out", key);
        }
        return values.stream().distinct().toList();
    }
}
