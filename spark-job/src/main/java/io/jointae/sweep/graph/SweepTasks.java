package io.jointae.sweep.graph;

import io.jointae.sweep.batch.TrialBatch;
import io.jointae.sweep.plan.EvaluationWork;
import io.jointae.sweep.plan.HalvingBracket;
import io.jointae.sweep.plan.SharedPrefixGroup;
import io.jointae.sweep.plan.TrainingWork;
import io.jointae.sweep.plan.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The trials of a sweep as a graph of tasks. Each trial has one task, or one per round of halving, which follows those whose
 * models it builds on. The tasks of trials that train together follow one that trains all of them.
 */
public final class SweepTasks {

    private final TaskGraph graph = new TaskGraph();
    private final Function<List<Trial>, List<TrialBatch>> batches;
    private final Works works;
    private final Map<Trial, Trial> starts = new HashMap<>();

    /** The work of the tasks. An exception stops the whole graph. */
    public interface Works {

        /**
         * Trains trials together. What it leaves undone, the tasks of the trials do.
         *
         * @param epochs the epochs of the last phase at which they stop; empty to train to the end
         */
        void trainTogether(List<Trial> trials, OptionalInt epochs) throws Exception;

        /** Trains a trial to the end, unless that is done, and evaluates it. */
        void finish(Trial trial) throws Exception;

        /**
         * Trains a trial up to a round of halving, unless that is done, and evaluates it.
         *
         * @param round the number of the round, from 0
         */
        void runToRound(Trial trial, HalvingBracket bracket, int round) throws Exception;

        /**
         * Compares the trials of a bracket after a round.
         *
         * @param missing the trials of the bracket that had no results before the sweep
         */
        void prune(HalvingBracket bracket, int round, Set<Trial> missing) throws IOException;
    }

    /** The work of one trial. */
    private interface TrialWork {
        void run(Trial trial) throws Exception;
    }

    /**
     * Creates the tasks.
     *
     * @param missing the trials that have no results yet
     * @param brackets the brackets of the trials that successive halving compares
     * @param batches finds the trials that train together among trials that do not wait for one another
     */
    public SweepTasks(
            List<Trial> missing,
            Map<Trial, HalvingBracket> brackets,
            Function<List<Trial>, List<TrialBatch>> batches,
            Works works) {
        this.batches = batches;
        this.works = works;
        Map<Trial, Double> weights = new HashMap<>();
        SortedMap<Integer, List<Trial>> stages = new TreeMap<>();
        for (SharedPrefixGroup group : SharedPrefixGroup.of(missing)) {
            for (Trial trial : group.trials()) {
                group.startOf(trial).ifPresent(start -> starts.put(trial, start));
                weights.put(trial, group.multiplyAdds(trial));
                stages.computeIfAbsent(SharedPrefixGroup.stage(trial), none -> new ArrayList<>())
                        .add(trial);
            }
        }
        Map<HalvingBracket, Map<Trial, List<TaskGraph.Task>>> halved = new LinkedHashMap<>();
        Map<Trial, TaskGraph.Task> tasks = new HashMap<>();
        for (List<Trial> stage : stages.values()) {
            // Trials of one stage never start from each other.
            Map<Trial, List<TaskGraph.Task>> needed = new LinkedHashMap<>();
            for (Trial trial : stage) {
                List<TaskGraph.Task> start = Optional.ofNullable(starts.get(trial)).map(tasks::get).stream()
                        .toList();
                HalvingBracket bracket = brackets.get(trial);
                (bracket == null ? needed : halved.computeIfAbsent(bracket, none -> new LinkedHashMap<>()))
                        .put(trial, start);
            }
            tasks.putAll(add(needed, weights::get, OptionalInt.empty(), works::finish));
        }
        halved.forEach(this::addHalving);
    }

    /** Returns the graph of the tasks. */
    public TaskGraph graph() {
        return graph;
    }

    /** Returns the trials that start from the layers of another trial, and that trial. */
    public Map<Trial, Trial> starts() {
        return Map.copyOf(starts);
    }

    /** Adds a task per trial and round, and after each round one task that compares the trials. */
    private void addHalving(HalvingBracket bracket, Map<Trial, List<TaskGraph.Task>> trials) {
        Map<Trial, List<TaskGraph.Task>> needed = new LinkedHashMap<>(trials);
        List<Integer> rounds = bracket.halving().rounds();
        int previous = 0;
        for (int i = 0; i < rounds.size(); i++) {
            int round = i;
            int added = rounds.get(i) - previous;
            Collection<TaskGraph.Task> runs = add(
                            needed,
                            trial -> TrainingWork.lastPhase(trial, added)
                                    + (round == 0 ? TrainingWork.beforeLast(trial) : 0),
                            OptionalInt.of(rounds.get(i)),
                            trial -> works.runToRound(trial, bracket, round))
                    .values();
            TaskGraph.Task comparison =
                    graph.add(0, List.copyOf(runs), () -> works.prune(bracket, round, trials.keySet()));
            needed.replaceAll((trial, tasks) -> List.of(comparison));
            previous = rounds.get(i);
        }
        int trained = previous;
        add(
                needed,
                trial -> TrainingWork.lastPhase(trial, trial.options().epochs() - trained),
                OptionalInt.empty(),
                works::finish);
    }

    /**
     * Adds the tasks of trials that do not wait for one another.
     *
     * @param needed the trials, and the tasks that each of them waits for
     * @param weight the multiply-adds of training a trial
     * @param epochs the epochs of the last phase at which training stops; empty to train to the end
     * @return the task of each trial
     */
    private Map<Trial, TaskGraph.Task> add(
            Map<Trial, List<TaskGraph.Task>> needed,
            ToDoubleFunction<Trial> weight,
            OptionalInt epochs,
            TrialWork work) {
        Map<Trial, TaskGraph.Task> trained = new HashMap<>();
        for (TrialBatch batch : batches.apply(List.copyOf(needed.keySet()))) {
            List<TaskGraph.Task> before = batch.trials().stream()
                    .flatMap(trial -> needed.get(trial).stream())
                    .distinct()
                    .toList();
            double sum = batch.trials().stream().mapToDouble(weight).sum();
            TaskGraph.Task task = graph.add(sum, before, () -> works.trainTogether(batch.trials(), epochs));
            batch.trials().forEach(trial -> trained.put(trial, task));
        }
        Map<Trial, TaskGraph.Task> tasks = new LinkedHashMap<>();
        needed.forEach((trial, before) -> {
            TaskGraph.Task batch = trained.get(trial);
            TaskGraph.Task task = batch == null
                    ? graph.add(weight.applyAsDouble(trial), before, () -> work.run(trial))
                    : graph.add(EvaluationWork.of(trial), List.of(batch), () -> work.run(trial));
            tasks.put(trial, task);
        });
        return tasks;
    }
}
