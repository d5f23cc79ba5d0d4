package io.jointae.sweep.plan;

import io.jointae.data.Split;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One model of a sweep: trained once, evaluated as often as the sweep asks.
 *
 * @param data that it is trained and evaluated on
 * @param halving that may prune it; null for none
 */
public record Trial(TrialData data, TrainingOptions options, EvaluationPlan evaluation, Halving halving) {

    /** Digits of the hash in a folder's name. */
    private static final int DIGITS = 12;

    /** In words, such as {@code rect DAE-2J noise 0.5 learning-rate 0.001 seed 1}. */
    public String describe() {
        Map<String, String> map = options.toMap();
        return String.format(
                "%s %s %s learning-rate %s seed %s",
                data.name(), options.modelName(), strength(map), map.get("learning-rate"), map.get("seed"));
    }

    /** All that determines the model, in a form to compare. */
    public String identity() {
        return data.hash() + options.toMap();
    }

    /** What it has in common with the trials that it is compared with: all but the grid's settings and the seed. */
    String paperCell() {
        SortedMap<String, String> map = options.toMap();
        map.keySet().removeAll(List.of("learning-rate", "noise", "contraction", "weight-decay", "seed"));
        return data.dir() + data.hash() + map;
    }

    /** A folder name of its own for its model: words for people, and a hash of all that they leave out. */
    public String folder() {
        String hash = cell(new MetricName("model"), options.toMap()).key().substring(0, DIGITS);
        return describe().replaceAll("[^A-Za-z0-9.+-]+", "_") + "_" + hash;
    }

    /** The cell of an evaluation on the test rows, as far as it is known beforehand. */
    public Cell cell(String word) {
        Metric metric = TrialEvaluation.metric(word);
        SortedMap<String, String> hyperparameters = options.toMap();
        hyperparameters.putAll(evaluation.determining(word));
        return cell(metric.metricName(), hyperparameters);
    }

    private Cell cell(MetricName metric, SortedMap<String, String> hyperparameters) {
        return new Cell(
                data.name(),
                data.hash(),
                new ModelVariant(options.modelName(), options.scheme().cliName(), options.layers(), options.kind()),
                hyperparameters,
                metric,
                Split.TEST,
                options.seed());
    }

    /** Whether a stored model is of this trial. */
    public boolean made(ModelDirectory model) {
        return model.card().options().equals(options.toMap())
                && model.card().data().hash().equals(data.hash());
    }

    /** Whether its first phases are the layerwise ones, which others may share. */
    public boolean layerwise() {
        return options.scheme() == Scheme.L || options.scheme() == Scheme.U || options.scheme() == Scheme.UJ;
    }

    /** The layerwise stack of this depth with the same options, evaluated by nothing: what trials may share. */
    public Trial stem(int layers) {
        SortedMap<String, String> map = options.toMap();
        map.put("scheme", Scheme.L.cliName());
        map.put("layers", Integer.toString(layers));
        return new Trial(data, TrainingOptions.of(map), evaluation.with(List.of()), null);
    }

    public TrainingPlan plan() {
        return options.plan(data.name(), data.width());
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
