package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.Split;
import io.jointae.evaluate.Evaluation;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.CodeMetric;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One model of a sweep, which is trained once and then evaluated in all requested ways.
 *
 * @param data dataset on which the model is trained and evaluated
 * @param options options of training
 * @param evaluation evaluations of the trained model
 * @param halving successive halving, which may prune the trial; null for none
 */
public record Trial(TrialData data, TrainingOptions options, EvaluationPlan evaluation, Halving halving) {

    /** @throws InvalidInputException if an evaluation measures a layer that the stack does not have */
    public Trial {
        for (String name : evaluation.evaluations()) {
            try {
                evaluation.evaluation(name).metrics(options.layers());
            } catch (InvalidInputException e) {
                throw new InvalidInputException(e.message(field -> "code-" + field), e);
            }
        }
    }

    /** Number of digits of the hash in a folder's name. */
    private static final int HASH_DIGITS = 12;

    /** Returns a description for readers, such as {@code rect DAE-2J noise 0.5 learning-rate 0.001 seed 1}. */
    public String describe() {
        Map<String, String> map = options.toMap();
        return String.format(
                "%s %s %s learning-rate %s seed %s%s",
                data.name(),
                options.modelName(),
                strength(map),
                map.get("learning-rate"),
                map.get("seed"),
                initialWeights(map)
                        + describe(options.averaging())
                        + options.arithmetic().suffix());
    }

    /** Returns the range of the initial weights with a space in front; empty for the default, which is not stored. */
    private static String initialWeights(Map<String, String> map) {
        String name = TrainingOption.INITIAL_WEIGHTS.storedName();
        return map.containsKey(name) ? " " + name + " " + map.get(name) : "";
    }

    /** Returns the workers and their averaging with a space in front; empty for a single worker. */
    private static String describe(Averaging averaging) {
        if (averaging.workers() == 1) {
            return "";
        }
        OuterOptimizer outer = averaging.outer();
        String rule = outer.rule().name().toLowerCase(Locale.ROOT);
        return " workers " + averaging.workers() + " averaging-frequency " + averaging.frequency() + " " + rule
                + (outer.isMean() ? "" : " " + outer.learningRate() + " " + outer.momentum());
    }

    /** Returns a text that is equal for two trials exactly if they train the same model. */
    public String identity() {
        return data.hash() + options.toMap();
    }

    /**
     * Returns a text that is equal for the trials of one cell of the paper's tables, whose best setting is reported: it
     * leaves out the learning rate, the strengths, the initial weights and the seed.
     */
    String paperCell() {
        SortedMap<String, String> map = options.toMap();
        map.keySet()
                .removeAll(List.of(
                        "learning-rate",
                        "noise",
                        "contraction",
                        "weight-decay",
                        TrainingOption.INITIAL_WEIGHTS.storedName(),
                        "seed"));
        return data.dir() + data.hash() + map;
    }

    /** Returns a unique folder name for the model: a readable description and a hash of all options. */
    public String folder() {
        String hash = cell(new MetricName("model"), options.toMap()).key().substring(0, HASH_DIGITS);
        return describe().replaceAll("[^A-Za-z0-9.+-]+", "_") + "_" + hash;
    }

    /** Returns the metrics of an evaluation of the trained model, see {@link Evaluation#metrics}. */
    public List<MetricName> metrics(String name) {
        return evaluation.evaluation(name).metrics(options.layers());
    }

    /** Returns the metric by which an evaluation compares models. */
    public MetricName metric(String name) {
        List<MetricName> all = metrics(name);
        return all.get(all.size() - 1);
    }

    /** Returns the same trial after {@link EvaluationPlan#on}. */
    Trial on(Manifest manifest) {
        return new Trial(data, options, evaluation.on(manifest), halving);
    }

    /** Returns the cell of the result of an evaluation, with the hyperparameters that are known before it runs. */
    public Cell cell(String name) {
        SortedMap<String, String> hyperparameters = options.toMap();
        hyperparameters.putAll(evaluation.hyperparameters(name));
        return cell(metric(name), hyperparameters);
    }

    private Cell cell(MetricName metric, SortedMap<String, String> hyperparameters) {
        boolean onTraining = CodeMetric.of(metric)
                .map(measured -> measured.isResultOn(Split.TRAIN))
                .orElse(false);
        return new Cell(
                data.name(),
                data.hash(),
                new ModelVariant(options.modelName(), options.scheme().cliName(), options.layers(), options.kind()),
                hyperparameters,
                metric,
                onTraining ? Split.TRAIN : Split.TEST,
                options.seed());
    }

    /** Returns whether a stored model was trained with this trial's options on its data. */
    public boolean matches(ModelDirectory model) {
        return model.card().options().equals(options.toMap())
                && model.card().data().hash().equals(data.hash());
    }

    /** Returns whether training begins with layerwise phases, which other trials may share. */
    public boolean beginsLayerwise() {
        return options.scheme() == Scheme.L || options.scheme() == Scheme.U || options.scheme() == Scheme.UJ;
    }

    /** Returns the trial that trains the lowest layers as a layerwise stack, with the same options and no evaluations. */
    public Trial sharedPrefix(int layers) {
        SortedMap<String, String> map = options.toMap();
        map.put("scheme", Scheme.L.cliName());
        map.put("layers", Integer.toString(layers));
        return new Trial(data, TrainingOptions.stored(map), evaluation.withEvaluations(List.of()), null);
    }

    /**
     * Returns the same setting with another seed, without halving.
     *
     * @param evaluations names of the evaluations
     */
    public Trial withSeed(long seed, List<String> evaluations) {
        SortedMap<String, String> map = options.toMap();
        map.put(TrainingOption.SEED.storedName(), Long.toString(seed));
        return new Trial(
                data,
                TrainingOptions.stored(map),
                evaluation.withEvaluations(evaluations).withSeed(seed),
                null);
    }

    /** Returns the phases of training on the dataset. */
    public TrainingPlan plan() {
        return options.plan(data.name(), data.size().width());
    }

    private static String strength(Map<String, String> map) {
        return Stream.of(map.get("kind").split(","))
                .distinct()
                .map(kind -> switch (kind) {
                    case "dae" -> "noise";
                    case "cae" -> "contraction";
                    default -> "weight-decay";
                })
                .map(option -> option + " " + map.get(option))
                .collect(Collectors.joining(" "));
    }
}
