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
 * Trials that share their layerwise phases. Each trial comes after the one from which it starts: shallow stacks before
 * deep ones, and scheme L before U and UJ. Trials that start from the same model may run in parallel. A trial that shares
 * nothing is a group of its own.
 *
 * @param trials trials in that order; those without evaluations are trained only because others start from them
 */
public record SharedPrefixGroup(List<Trial> trials) {

    public SharedPrefixGroup {
        trials = List.copyOf(trials);
    }

    /** Returns the groups that trials form, with the shared prefixes that are not trials themselves. */
    public static List<SharedPrefixGroup> of(List<Trial> trials) {
        Map<String, List<Trial>> shared = new LinkedHashMap<>();
        for (Trial trial : trials) {
            String key = trial.beginsLayerwise() ? prefixKey(trial) : trial.identity();
            shared.computeIfAbsent(key, absent -> new ArrayList<>()).add(trial);
        }
        Comparator<Trial> order = Comparator.comparingInt(SharedPrefixGroup::stage);
        return shared.values().stream()
                .map(members -> new SharedPrefixGroup(
                        withSharedPrefixes(members).stream().sorted(order).toList()))
                .toList();
    }

    /** Returns a number that is greater for a trial than for every trial from whose layers it can start. */
    public static int stage(Trial trial) {
        return 2 * trial.options().layers() + (trial.options().scheme() == Scheme.L ? 0 : 1);
    }

    /**
     * Returns the member from whose layers another member starts: the deepest layerwise stack that is not deeper than the
     * other one's layerwise phases. It is empty if the trial starts from random weights.
     */
    public Optional<Trial> startOf(Trial trial) {
        if (!trial.beginsLayerwise()) {
            return Optional.empty();
        }
        int layers = trial.options().layers();
        int deepest = trial.options().scheme() == Scheme.L ? layers - 1 : layers;
        return trials.stream()
                .filter(other ->
                        other.options().scheme() == Scheme.L && other.options().layers() <= deepest)
                .max(Comparator.comparingInt(other -> other.options().layers()));
    }

    /** Returns the multiply-adds of training a member from its {@link #startOf start}. */
    public double multiplyAdds(Trial trial) {
        return TrainingWork.unshared(trial)
                - startOf(trial).map(TrainingWork::layerwise).orElse(0.0);
    }

    /** Returns the multiply-adds of the longest chain of members that wait for one another. */
    public double longestChain() {
        Map<Trial, Double> chains = new HashMap<>();
        for (Trial trial : trials) {
            double before = startOf(trial).map(chains::get).orElse(0.0);
            chains.put(trial, before + multiplyAdds(trial));
        }
        return chains.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Returns everything on which the layerwise phases depend, except for the depth and the scheme. */
    private static String prefixKey(Trial trial) {
        SortedMap<String, String> map = trial.options().toMap();
        map.remove("scheme");
        map.remove("layers");
        return trial.data().hash() + map;
    }

    /** Returns the members and each layerwise stack that several of them share but that is not a trial itself. */
    private static List<Trial> withSharedPrefixes(List<Trial> members) {
        Set<Integer> trainedDepths = members.stream()
                .filter(trial -> trial.options().scheme() == Scheme.L)
                .map(trial -> trial.options().layers())
                .collect(Collectors.toSet());
        List<Trial> all = new ArrayList<>(members);
        for (Trial trial : members) {
            int layers = trial.options().layers();
            long sharers = members.stream()
                    .filter(other -> other.beginsLayerwise() && other.options().layers() >= layers)
                    .count();
            if (trial.beginsLayerwise() && sharers > 1 && trainedDepths.add(layers)) {
                all.add(trial.sharedPrefix(layers));
            }
        }
        return all;
    }

    /** Returns the multiply-adds of training all members, with each shared phase counted once. */
    public double multiplyAdds() {
        double sum = 0;
        Map<Integer, Double> layerwise = new LinkedHashMap<>();
        for (Trial trial : trials) {
            sum += TrainingWork.afterLayerwise(trial);
            if (trial.beginsLayerwise()) {
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
