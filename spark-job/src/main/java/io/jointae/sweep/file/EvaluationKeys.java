package io.jointae.sweep.file;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.evaluate.frozen.LabelShares;
import io.jointae.sweep.plan.EvaluationSettings;
import io.jointae.sweep.plan.GridValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The keys of a sweep file that say how models are evaluated. A key that the file leaves out is null. */
abstract class EvaluationKeys {

    private static final String LABELS = "labels-percent";

    /** The keys of options that the commands call otherwise. */
    private static final Map<String, String> KEYS = Map.of("layer", "code-layer", "labels", LABELS);

    private List<String> evaluations;

    @JsonProperty("svm-costs")
    private List<Double> svmCosts;

    @JsonProperty("parzen-samples")
    private Integer parzenSamples;

    @JsonProperty("code-layer")
    private Integer codeLayer;

    @JsonProperty(LABELS)
    private List<Double> labelShares;

    @JsonProperty("labels-seed")
    private Long labelsSeed;

    @JsonProperty("probe-c")
    private List<Double> probeCosts;

    @JsonProperty("neighbors-k")
    private List<Integer> neighbors;

    @JsonProperty("anomalous-labels")
    private List<String> anomalousLabels;

    @JsonProperty("finetune-optimizer")
    @JsonAlias("finetune-optimiser")
    private String finetuneOptimizer;

    @JsonProperty("finetune-learning-rate")
    private List<Double> finetuneLearningRates;

    @JsonProperty("finetune-batch-size")
    private Integer finetuneBatchSize;

    @JsonProperty("finetune-epochs")
    private Integer finetuneEpochs;

    @JsonProperty("finetune-patience")
    private Integer finetunePatience;

    /** Takes the values of settings. */
    void take(EvaluationSettings settings) {
        evaluations = settings.evaluations();
        svmCosts = settings.svmCosts();
        parzenSamples = settings.parzenSamples();
        FrozenOptions frozen = settings.frozen();
        codeLayer = frozen.layer();
        labelShares = frozen.shares().percents();
        labelsSeed = frozen.shares().seed();
        probeCosts = frozen.probeCosts();
        neighbors = frozen.neighbors();
        anomalousLabels = nullIfEmpty(frozen.anomalies());
        FinetuneOptions finetune = settings.finetune();
        finetuneOptimizer = finetune.optimizer().cliName();
        finetuneLearningRates = finetune.learningRates();
        finetuneBatchSize = finetune.batchSize();
        finetuneEpochs = finetune.epochs();
        finetunePatience = finetune.patience();
    }

    /**
     * Returns the settings that these keys describe.
     *
     * @throws InvalidInputException if a value is out of range
     */
    EvaluationSettings evaluation() {
        EvaluationSettings defaults = EvaluationSettings.DEFAULT;
        return new EvaluationSettings(
                orDefault(evaluations, defaults.evaluations()),
                orDefault(svmCosts, defaults.svmCosts()),
                orDefault(parzenSamples, defaults.parzenSamples()),
                frozen(defaults.frozen()),
                finetune(defaults.finetune()));
    }

    private FrozenOptions frozen(FrozenOptions defaults) {
        LabelShares shares = defaults.shares();
        try {
            return new FrozenOptions(
                    orDefault(codeLayer, defaults.layer()),
                    new LabelShares(
                            GridValues.distinct(LABELS, orDefault(labelShares, shares.percents())),
                            orDefault(labelsSeed, shares.seed())),
                    GridValues.distinct("probe-c", orDefault(probeCosts, defaults.probeCosts())),
                    GridValues.distinct("neighbors-k", orDefault(neighbors, defaults.neighbors())),
                    optional("anomalous-labels", anomalousLabels));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.message(field -> KEYS.getOrDefault(field, field)), e);
        }
    }

    private FinetuneOptions finetune(FinetuneOptions defaults) {
        List<Double> rates = GridValues.distinct(
                "finetune-learning-rate", orDefault(finetuneLearningRates, defaults.learningRates()));
        try {
            return new FinetuneOptions(
                    finetuneOptimizer == null ? defaults.optimizer() : FinetuneOptimizer.of(finetuneOptimizer),
                    rates,
                    orDefault(finetuneBatchSize, defaults.batchSize()),
                    orDefault(finetuneEpochs, defaults.epochs()),
                    orDefault(finetunePatience, defaults.patience()),
                    defaults.seed());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.message(field -> "finetune-" + field), e);
        }
    }

    /** Returns the values of a key that may be left out; empty if it is. */
    static <T> List<T> optional(String key, List<T> values) {
        return values == null ? List.of() : GridValues.distinct(key, values);
    }

    static <T> List<T> nullIfEmpty(List<T> values) {
        return values.isEmpty() ? null : values;
    }

    static <T> T orDefault(T value, T defaultValue) {
        return Objects.requireNonNullElse(value, defaultValue);
    }
}
