package io.jointae.sweep;

import io.jointae.data.PreparedDataset;
import io.jointae.results.StoredRow;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import io.jointae.train.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One model of a sweep: trained once, evaluated as often as the sweep asks.
 *
 * @param data that it is trained and evaluated on
 * @param evaluations of the trained model, by their words in a sweep's file
 * @param svmCosts grid of the linear SVM's C
 */
record Trial(PreparedDataset data, TrainingOptions options, List<String> evaluations, List<Double> svmCosts) {

    /** In words, such as {@code rect DAE-2J noise 0.5 learning-rate 0.001 seed 1}. */
    String words() {
        Map<String, String> map = options.toMap();
        return String.format(
                "%s %s %s learning-rate %s seed %s",
                data.name(), options.modelName(), strength(map), map.get("learning-rate"), map.get("seed"));
    }

    /** A folder name of its own, for its model. */
    String folder() {
        return words().replaceAll("[^A-Za-z0-9.+-]+", "_");
    }

    /** Whether a stored row is of this trial, whatever its evaluation chose. */
    boolean made(StoredRow row) {
        return row.row().seed() == options.seed()
                && data.hash().equals(row.dataHash())
                && row.row().model().equals(options.modelName())
                && row.row()
                        .hyperparameters()
                        .entrySet()
                        .containsAll(options.toMap().entrySet());
    }

    /** Whether its first phases are the layerwise ones, which others may share. */
    boolean layerwise() {
        return options.scheme() == Scheme.L || options.scheme() == Scheme.U || options.scheme() == Scheme.UJ;
    }

    /** The same trial by another scheme and depth: what it may share layers with. */
    Trial sibling(Scheme scheme, int layers) {
        SortedMap<String, String> map = options.toMap();
        map.put("scheme", scheme.word());
        map.put("layers", Integer.toString(layers));
        return new Trial(data, TrainingOptions.of(map), evaluations, svmCosts);
    }

    TrainingPlan plan() {
        return options.plan(data.name(), data.width());
    }

    private static String strength(Map<String, String> map) {
        return switch (map.get("kind")) {
            case "dae" -> "noise " + map.get("noise");
            case "cae" -> "contraction " + map.get("contraction");
            default -> "weight-decay " + map.get("weight-decay");
        };
    }
}
