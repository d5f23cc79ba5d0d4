package io.jointae.sweep.plan;

import io.jointae.results.GridOrder;
import io.jointae.results.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of one cell of a table that successive halving compares. Thread-safe. Which are pruned is a
 * function of the results given, so that a sweep that resumes decides as it did before.
 */
public final class HalvingBracket {

    private final Halving halving;
    private final List<Trial> members;
    private final List<Map<Trial, Double>> results = new ArrayList<>();
    private final Set<Trial> out = new HashSet<>();

    /** @param members one at least */
    HalvingBracket(Halving halving, List<Trial> members) {
        this.halving = halving;
        this.members = List.copyOf(members);
        halving.rounds().forEach(round -> results.add(new HashMap<>()));
    }

    /** Those trials that take part in halving, by cell: not those that others build on, which are trained in full anyway. */
    public static List<HalvingBracket> of(List<Trial> trials) {
        Set<Trial> builtOn = new HashSet<>();
        for (SharedPrefixGroup family : SharedPrefixGroup.of(trials)) {
            family.trials().forEach(trial -> family.below(trial).ifPresent(builtOn::add));
        }
        Map<String, List<Trial>> cells = new TreeMap<>();
        for (Trial trial : trials) {
            if (trial.halving() != null && !builtOn.contains(trial)) {
                cells.computeIfAbsent(trial.paperCell(), cell -> new ArrayList<>())
                        .add(trial);
            }
        }
        return cells.values().stream()
                .map(members -> new HalvingBracket(members.get(0).halving(), members))
                .toList();
    }

    /** Multiply-adds of training that halving saves, where no settings tie. */
    public double saved() {
        int[] entering = halving.entering(members.size());
        int epochs = members.get(0).options().epochs();
        double one = TrainingWork.lastPhase(members.get(0), 1);
        double saved = one * epochs * members.size();
        int from = 0;
        for (int i = 0; i < entering.length; i++) {
            int to = i < halving.rounds().size() ? halving.rounds().get(i) : epochs;
            saved -= one * (to - from) * entering[i];
            from = to;
        }
        return saved;
    }

    /** Multiply-adds of evaluations that halving adds, less those of the pruned that it saves. */
    public double addedEvaluations() {
        int[] entering = halving.entering(members.size());
        double rounds = 0;
        for (int i = 0; i < halving.rounds().size(); i++) {
            rounds += entering[i] * EvaluationWork.of(members.get(0), halving.by());
        }
        int survivors = entering[entering.length - 1];
        return rounds - (members.size() - survivors) * EvaluationWork.of(members.get(0));
    }

    public List<Trial> members() {
        return members;
    }

    public Halving halving() {
        return halving;
    }

    /** Keeps the validation result of a trial at a round, counted from 0. */
    public synchronized void result(Trial trial, int round, double value) {
        results.get(round).put(trial, value);
    }

    public synchronized boolean hasResult(Trial trial, int round) {
        return results.get(round).containsKey(trial);
    }

    /** The trial failed: it takes no further part. */
    public synchronized void failed(Trial trial) {
        out.add(trial);
    }

    /** Whether the trial is to go on. */
    public synchronized boolean goesOn(Trial trial) {
        return !out.contains(trial);
    }

    /**
     * Prunes after a round, counted from 0; trials without a result there take no part in the comparison.
     *
     * @return why, by trial that does not go on
     */
    public synchronized Map<Trial, String> prune(int round) {
        Metric metric = TrialEvaluation.metric(halving.by());
        Map<Trial, Double> values = results.get(round);
        List<Trial> ranked = members.stream()
                .filter(trial -> !out.contains(trial) && values.containsKey(trial))
                .sorted(Comparator.<Trial>comparingDouble(
                                trial -> metric.better(1, 0) ? -values.get(trial) : values.get(trial))
                        .thenComparing(trial -> trial.options().toMap(), GridOrder.options()))
                .toList();
        if (ranked.isEmpty()) {
            return Map.of();
        }
        int kept = halving.kept(ranked.size());
        double last = values.get(ranked.get(kept - 1));
        List<Trial> worse = ranked.stream()
                .filter(trial -> metric.better(last, values.get(trial)))
                .toList();
        Map<Trial, String> pruned = new LinkedHashMap<>();
        for (Trial trial : worse) {
            out.add(trial);
            pruned.put(
                    trial,
                    String.format(
                            Locale.ROOT,
                            "%s after %d epochs of the last phase: %s %.2f on validation rows, the best %d of %d have %.2f or better",
                            halving.describe(),
                            halving.rounds().get(round),
                            metric.id(),
                            values.get(trial),
                            ranked.size() - worse.size(),
                            ranked.size(),
                            last));
        }
        return pruned;
    }
}
