package io.jointae.sweep.plan;

import io.jointae.train.plan.Scheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Trials that share their layerwise phases, each after that which it goes on from: shallow before deep, L before U
 * and UJ. Those that go on from the same one may run side by side. A trial that shares nothing is a family of its own.
 *
 * @param trials in that order; those without evaluations are stems, which others build on
 */
public record SharedPrefixGroup(List<Trial> trials) {

    public SharedPrefixGroup {
        trials = List.copyOf(trials);
    }

    public static List<SharedPrefixGroup> of(List<Trial> trials) {
        Map<String, List<Trial>> shared = new LinkedHashMap<>();
        for (Trial trial : trials) {
            String key = trial.layerwise() ? prefix(trial) : trial.identity();
            shared.computeIfAbsent(key, none -> new ArrayList<>()).add(trial);
        }
        Comparator<Trial> order = Comparator.<Trial>comparingInt(
                        trial -> trial.options().layers())
                .thenComparing(trial -> trial.options().scheme() == Scheme.L ? 0 : 1);
        return shared.values().stream()
                .map(members -> new SharedPrefixGroup(
                        withStems(members).stream().sorted(order).toList()))
                .toList();
    }

    /** The member whose layers a member goes on from: the deepest layerwise one that is no deeper than that. */
    public Optional<Trial> below(Trial trial) {
        if (!trial.layerwise()) {
            return Optional.empty();
        }
        int layers = trial.options().layers();
        int deepest = trial.options().scheme() == Scheme.L ? layers - 1 : layers;
        return trials.stream()
                .filter(other ->
                        other.options().scheme() == Scheme.L && other.options().layers() <= deepest)
                .max(Comparator.comparingInt(other -> other.options().layers()));
    }

    /** Multiply-adds of training a member on top of what is {@link #below} it. */
    public double multiplyAdds(Trial trial) {
        return TrainingWork.alone(trial)
                - below(trial).map(TrainingWork::layerwise).orElse(0.0);
    }

    /** Multiply-adds of the longest chain of members that wait for one another. */
    public double longest() {
        Map<Trial, Double> ways = new HashMap<>();
        for (Trial trial : trials) {
            double before = below(trial).map(ways::get).orElse(0.0);
            ways.put(trial, before + multiplyAdds(trial));
        }
        return ways.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** All that the layerwise phases depend on but depth and scheme. */
    private static String prefix(Trial trial) {
        SortedMap<String, String> map = trial.options().toMap();
        map.remove("scheme");
        map.remove("layers");
        return trial.data().hash() + map;
    }

    /** Where two or more build on a layerwise stack that is no trial itself, it is trained first, once. */
    private static List<Trial> withStems(List<Trial> members) {
        Set<Integer> there = members.stream()
                .filter(trial -> trial.options().scheme() == Scheme.L)
                .map(trial -> trial.options().layers())
                .collect(Collectors.toSet());
        List<Trial> all = new ArrayList<>(members);
        for (Trial trial : members) {
            int layers = trial.options().layers();
            long builders = members.stream()
                    .filter(other -> other.layerwise() && other.options().layers() >= layers)
                    .count();
            if (trial.layerwise() && builders > 1 && there.add(layers)) {
                all.add(trial.stem(layers));
            }
        }
        return all;
    }

    /** Multiply-adds of training all of it, each shared phase once. */
    public double multiplyAdds() {
        double sum = 0;
        Map<Integer, Double> layerwise = new LinkedHashMap<>();
        for (Trial trial : trials) {
            sum += TrainingWork.own(trial);
            if (trial.layerwise()) {
                layerwise.merge(trial.options().layers(), TrainingWork.layerwise(trial), Math::max);
            }
        }
        return sum
                + layerwise.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
    }
}
