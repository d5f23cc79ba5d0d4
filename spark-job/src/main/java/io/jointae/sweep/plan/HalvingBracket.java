package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.choice.GridOrder;
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
 * The settings of one table cell that successive halving compares. This class is thread-safe. Which settings are pruned
 * depends only on the results, so a sweep that resumes decides as it did before.
 */
public final class HalvingBracket {

    private final Halving halving;
    private final List<Trial> members;
    private final List<Map<Trial, Double>> results = new ArrayList<>();
    private final Set<Trial> eliminated = new HashSet<>();

    /**
     * Creates a bracket.
     *
     * @param members trials of one table cell, at least one
     */
    HalvingBracket(Halving halving, List<Trial> members) {
        this.halving = halving;
        this.members = List.copyOf(members);
        halving.rounds().forEach(round -> results.add(new HashMap<>()));
    }

    /**
     * Returns one bracket per table cell. A trial from which others start takes no part, because it is trained to the end
     * anyway.
     */
    public static List<HalvingBracket> of(List<Trial> trials) {
        Set<Trial> startingPoints = new HashSet<>();
        for (SharedPrefixGroup group : SharedPrefixGroup.of(trials)) {
            group.trials().forEach(trial -> group.startOf(trial).ifPresent(startingPoints::add));
        }
        Map<String, List<Trial>> cells = new TreeMap<>();
        for (Trial trial : trials) {
            if (trial.halving() != null && !startingPoints.contains(trial)) {
                cells.computeIfAbsent(trial.paperCell(), cell -> new ArrayList<>())
                        .add(trial);
            }
        }
        return cells.values().stream()
                .map(members -> new HalvingBracket(members.get(0).halving(), members))
                .toList();
    }

    /** Returns the multiply-adds of training that halving saves, if no settings tie. */
    public double savedTraining() {
        int[] trained = halving.trainedUpToRound(members.size());
        int epochs = members.get(0).options().epochs();
        double perEpoch = TrainingWork.lastPhase(members.get(0), 1);
        double saved = perEpoch * epochs * members.size();
        int from = 0;
        for (int i = 0; i < trained.length; i++) {
            int to = i < halving.rounds().size() ? halving.rounds().get(i) : epochs;
            saved -= perEpoch * (to - from) * trained[i];
            from = to;
        }
        return saved;
    }

    /** Returns the multiply-adds of the evaluations that halving adds, less those of pruned trials that it saves. */
    public double addedEvaluations() {
        int[] trained = halving.trainedUpToRound(members.size());
        double rounds = 0;
        for (int i = 0; i < halving.rounds().size(); i++) {
            rounds += trained[i] * EvaluationWork.of(members.get(0), halving.by());
        }
        int survivors = trained[trained.length - 1];
        return rounds - (members.size() - survivors) * EvaluationWork.of(members.get(0));
    }

    /** Returns the trials that are compared. */
    public List<Trial> members() {
        return members;
    }

    /** Returns the settings of halving. */
    public Halving halving() {
        return halving;
    }

    /**
     * Records the validation result of a trial.
     *
     * @param round number of the round, from 0
     */
    public synchronized void recordResult(Trial trial, int round, double value) {
        results.get(round).put(trial, value);
    }

    /**
     * Returns the validation result by which a trial is compared with the others.
     *
     * @param rows the rows of the evaluation by which the settings are compared
     * @throws InvalidInputException if the evaluation has no validation result, such as a ranking of anomalies where the
     *     validation rows have none
     */
    public ResultRow validation(Trial trial, List<ResultRow> rows) {
        return rows.stream()
                .filter(row ->
                        row.cell().split() == Split.VALID && row.cell().metric().equals(trial.metric(halving.by())))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        "halving: the evaluation %s has no validation result on dataset %s: choose another evaluation.",
                        halving.by(), trial.data().name()));
    }

    /** Returns whether a result of the trial was recorded for a round. */
    public synchronized boolean hasResult(Trial trial, int round) {
        return results.get(round).containsKey(trial);
    }

    /** Records that a trial failed, so that it takes no further part. */
    public synchronized void recordFailure(Trial trial) {
        eliminated.add(trial);
    }

    /** Returns whether the trial neither failed nor was pruned. */
    public synchronized boolean continues(Trial trial) {
        return !eliminated.contains(trial);
    }

    /**
     * Prunes after a round. Trials without a result of that round take no part in the comparison.
     *
     * @param round number of the round, from 0
     * @return the reason for each trial that was pruned
     */
    public synchronized Map<Trial, String> prune(int round) {
        MetricName metric = members.get(0).metric(halving.by());
        Map<Trial, Double> values = results.get(round);
        List<Trial> ranked = members.stream()
                .filter(trial -> !eliminated.contains(trial) && values.containsKey(trial))
                .sorted(Comparator.<Trial>comparingDouble(
                                trial -> metric.better(1, 0) ? -values.get(trial) : values.get(trial))
                        .thenComparing(trial -> trial.options().toMap(), GridOrder.options()))
                .toList();
        if (ranked.isEmpty()) {
            return Map.of();
        }
        int survivors = halving.survivors(ranked.size());
        double last = values.get(ranked.get(survivors - 1));
        List<Trial> worse = ranked.stream()
                .filter(trial -> metric.better(last, values.get(trial)))
                .toList();
        Map<Trial, String> pruned = new LinkedHashMap<>();
        for (Trial trial : worse) {
            eliminated.add(trial);
            pruned.put(
                    trial,
                    String.format(
                            Locale.ROOT,
                            "%s after %s of the last phase: %s %.2f on validation rows, the best %d of %d have %.2f or better",
                            halving.describe(),
                            Count.of(halving.rounds().get(round), "epoch"),
                            metric.id(),
                            values.get(trial),
                            ranked.size() - worse.size(),
                            ranked.size(),
                            last));
        }
        return pruned;
    }
}
