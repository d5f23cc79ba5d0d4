package io.jointae.sweep;

import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Trials that share their layerwise phases, in an order in which each finds its own already trained: shallow
 * before deep, L before U and UJ. A trial that shares nothing is a family of its own.
 */
record Family(List<Trial> trials) {

    Family {
        trials = List.copyOf(trials);
    }

    static List<Family> of(List<Trial> trials) {
        Map<String, List<Trial>> shared = new LinkedHashMap<>();
        for (Trial trial : trials) {
            String key = trial.layerwise()
                    ? prefix(trial)
                    : trial.data().hash() + trial.options().toMap();
            shared.computeIfAbsent(key, none -> new ArrayList<>()).add(trial);
        }
        Comparator<Trial> order = Comparator.<Trial>comparingInt(
                        trial -> trial.options().layers())
                .thenComparing(trial -> trial.options().scheme() == Scheme.L ? 0 : 1);
        return shared.values().stream()
                .map(members -> new Family(members.stream().sorted(order).toList()))
                .toList();
    }

    /** All that the layerwise phases depend on but depth and scheme. */
    private static String prefix(Trial trial) {
        SortedMap<String, String> map = trial.options().toMap();
        map.remove("scheme");
        map.remove("layers");
        return trial.data().hash() + map;
    }

    /** The epochs of layer-phases that sharing saves. */
    int epochsSaved() {
        int alone = 0;
        int deepest = 0;
        for (Trial trial : trials) {
            TrainingOptions options = trial.options();
            if (trial.layerwise()) {
                alone += options.layers() * options.epochs();
                deepest = Math.max(deepest, options.layers() * options.epochs());
            }
        }
        return alone - deepest;
    }
}
