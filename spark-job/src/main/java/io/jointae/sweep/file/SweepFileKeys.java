package io.jointae.sweep.file;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jointae.base.TrackingAddress;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import io.jointae.sweep.plan.AveragingGrid;
import io.jointae.sweep.plan.DatasetGrid;
import io.jointae.sweep.plan.GridValues;
import io.jointae.sweep.plan.Halving;
import io.jointae.sweep.plan.StackGrid;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.TrainingGrid;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of one grid as they stand in a sweep file, all on one level. A key that the file leaves out is null. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonPropertyOrder({
    "name",
    "data",
    "datasets",
    "kinds",
    "schemes",
    "layers",
    "learning-rate",
    "noise",
    "contraction",
    "weight-decay",
    "initial-weights",
    "seeds",
    "evaluations",
    "hidden",
    "batch-size",
    "epochs",
    "workers",
    "averaging-frequency",
    "outer-optimizer",
    "outer-learning-rate",
    "outer-momentum",
    "engine",
    "precision",
    "svm-costs",
    "parzen-samples",
    "code-layer",
    "labels-percent",
    "labels-seed",
    "probe-c",
    "neighbors-k",
    "anomalous-labels",
    "finetune-optimizer",
    "finetune-learning-rate",
    "finetune-batch-size",
    "finetune-epochs",
    "finetune-patience",
    "halving",
    "mlflow"
})
final class SweepFileKeys extends EvaluationKeys {

    private String name;
    private String data;
    private List<String> datasets;
    private List<List<String>> kinds;
    private List<String> schemes;
    private List<Integer> layers;

    @JsonProperty("learning-rate")
    private List<Double> learningRates;

    private List<List<Double>> noise;
    private List<List<Double>> contraction;

    @JsonProperty("weight-decay")
    private List<List<Double>> weightDecay;

    @JsonProperty("initial-weights")
    private List<String> initialWeights;

    private List<Long> seeds;
    private List<Integer> hidden;

    @JsonProperty("batch-size")
    private Integer batchSize;

    private Integer epochs;
    private List<Integer> workers;

    @JsonProperty("averaging-frequency")
    private List<Integer> averagingFrequencies;

    @JsonProperty("outer-optimizer")
    private List<String> outerOptimizers;

    @JsonProperty("outer-learning-rate")
    private List<Double> outerLearningRates;

    @JsonProperty("outer-momentum")
    private List<Double> outerMomenta;

    private String engine;
    private String precision;

    private Halving halving;
    private String mlflow;

    /** Returns the keys of a grid, with all defaults. */
    static SweepFileKeys of(SweepGrid grid) {
        SweepFileKeys keys = new SweepFileKeys();
        keys.name = grid.name();
        keys.data = grid.data().folder();
        keys.datasets = grid.data().names();
        keys.kinds = grid.stack().kinds();
        keys.schemes = grid.training().schemes();
        keys.layers = grid.stack().depths();
        keys.learningRates = grid.training().learningRates();
        keys.noise = grid.stack().noise();
        keys.contraction = grid.stack().contraction();
        keys.weightDecay = grid.stack().weightDecay();
        keys.initialWeights = grid.stack().initialWeights();
        keys.seeds = grid.training().seeds();
        keys.take(grid.evaluation());
        keys.hidden = grid.stack().hidden();
        keys.batchSize = grid.training().batchSize();
        keys.epochs = grid.training().epochs();
        AveragingGrid averaging = grid.training().averaging();
        keys.workers = averaging.workers();
        keys.averagingFrequencies = nullIfEmpty(averaging.frequencies());
        keys.outerOptimizers = nullIfEmpty(averaging.outerOptimizers());
        keys.outerLearningRates = nullIfEmpty(averaging.outerLearningRates());
        keys.outerMomenta = nullIfEmpty(averaging.outerMomenta());
        Arithmetic arithmetic = grid.training().arithmetic();
        keys.engine = arithmetic.engine() == EngineKind.ND4J
                ? null
                : arithmetic.engine().optionName();
        keys.precision = arithmetic.precision() == Precision.FLOAT
                ? null
                : arithmetic.precision().optionName();
        keys.halving = grid.halving();
        // The text is for people: it is printed and must not show a password.
        keys.mlflow = grid.mlflow() == null ? null : TrackingAddress.withoutCredentials(grid.mlflow());
        return keys;
    }

    /**
     * Returns the grid that these keys describe.
     *
     * @throws io.jointae.base.InvalidInputException if a required key is missing or a value is out of range
     */
    SweepGrid grid() {
        return new SweepGrid(
                name,
                new DatasetGrid(orDefault(data, DatasetGrid.DEFAULT_FOLDER), datasets),
                stack(),
                training(),
                evaluation(),
                halving,
                mlflow);
    }

    private StackGrid stack() {
        return new StackGrid(
                kinds,
                layers,
                orDefault(hidden, StackGrid.DEFAULT_HIDDEN),
                orDefault(noise, StackGrid.PAPER_NOISE),
                orDefault(contraction, StackGrid.PAPER_CONTRACTION),
                orDefault(weightDecay, StackGrid.DEFAULT_WEIGHT_DECAY),
                orDefault(initialWeights, StackGrid.DEFAULT_INITIAL_WEIGHTS));
    }

    private TrainingGrid training() {
        return new TrainingGrid(
                schemes,
                orDefault(learningRates, TrainingGrid.PAPER_LEARNING_RATES),
                orDefault(seeds, TrainingGrid.DEFAULT_SEEDS),
                orDefault(batchSize, TrainingGrid.DEFAULT_BATCH_SIZE),
                orDefault(epochs, TrainingGrid.DEFAULT_EPOCHS),
                averaging(),
                arithmetic());
    }

    private Arithmetic arithmetic() {
        Map<String, String> texts = new HashMap<>();
        texts.put(TrainingOption.ENGINE.cliName(), engine);
        texts.put(TrainingOption.PRECISION.cliName(), precision);
        return TrainingOptions.arithmetic(texts);
    }

    private AveragingGrid averaging() {
        return new AveragingGrid(
                GridValues.distinct("workers", orDefault(workers, AveragingGrid.SINGLE.workers())),
                optional("averaging-frequency", averagingFrequencies),
                optional("outer-optimizer", outerOptimizers),
                optional("outer-learning-rate", outerLearningRates),
                optional("outer-momentum", outerMomenta));
    }
}
