package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Setting;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.options.TrainingOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Repeats the chosen settings of a finished sweep with further seeds. A whole grid is then trained with one seed, and only
 * what the report shows is trained with several.
 */
public final class FurtherSeeds {

    private FurtherSeeds() {}

    /**
     * Returns the trials that are missing so that each chosen setting has a number of seeds. The further seeds are the whole
     * numbers that follow the largest seed of the setting.
     *
     * @param plan the finished sweep
     * @param rows every row of its store
     * @param seeds number of seeds of each chosen setting, including those of the grid
     * @throws InvalidInputException if the number is less than 2
     */
    public static SweepPlan of(SweepPlan plan, List<StoredRow> rows, int seeds) {
        check(seeds);
        List<Trial> further = new ArrayList<>();
        for (ChosenCell cell : ChosenCell.of(plan, rows)) {
            cell.choice()
                    .ifPresent(choice -> trialOf(choice, cell.trials())
                            .ifPresent(trial -> newSeeds(choice.setting(), seeds)
                                    .forEach(seed -> further.add(trial.withSeed(
                                            seed, List.of(cell.name().evaluation()))))));
        }
        return plan.withTrials(further);
    }

    /**
     * Checks a number of seeds.
     *
     * @throws InvalidInputException if it is less than 2
     */
    public static void check(int seeds) {
        if (seeds < 2) {
            throw InvalidInputException.ofField(
                    "seeds-for-best", "%d is too small: choose 2 or more, or leave the option out.", seeds);
        }
    }

    /** Returns the largest number of trials that {@link #of} can return. */
    public static int most(SweepPlan plan, int seeds) {
        return ChosenCell.of(plan, List.of()).stream()
                .mapToInt(cell -> Math.max(
                        0,
                        seeds
                                - (int) cell.trials().stream()
                                        .map(trial -> trial.options().seed())
                                        .distinct()
                                        .count()))
                .sum();
    }

    /** Returns a trial of the plan with the options of the chosen setting; empty if another sweep has measured it. */
    private static Optional<Trial> trialOf(Choice choice, List<Trial> trials) {
        SortedMap<String, String> chosen = choice.setting().options();
        chosen.keySet().retainAll(TrainingOption.storedNames());
        return trials.stream()
                .filter(trial -> withoutSeed(trial.options().toMap()).equals(chosen))
                .findFirst();
    }

    private static SortedMap<String, String> withoutSeed(SortedMap<String, String> options) {
        SortedMap<String, String> without = new TreeMap<>(options);
        without.remove(TrainingOption.SEED.storedName());
        return without;
    }

    private static SortedSet<Long> newSeeds(Setting setting, int seeds) {
        SortedSet<Long> further = new TreeSet<>();
        long next = setting.seeds().last();
        while (setting.seeds().size() + further.size() < seeds) {
            next++;
            further.add(next);
        }
        return further;
    }
}
