package io.jointae.results.claim;

import io.jointae.results.choice.Choice;
import io.jointae.results.paper.PaperSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says in what two compared trainings differ and agree, so that a reader sees whether the comparison is a fair one. */
final class TrainingConditions {

    /** These options differ between any two models that a statement compares. */
    private static final Set<String> PART_OF_THE_MODEL = Set.of("scheme", "layers", "kind");

    private TrainingConditions() {}

    /**
     * Returns what follows "the two trainings", such as {@code differ in noise (0.9, 0.7) and are equal in all other options}.
     *
     * @param leftOut the ranges of initial weights that only one of the two models has, whose settings were left out
     */
    static String describe(Choice one, Choice other, SortedSet<String> leftOut) {
        SortedMap<String, String> first = one.setting().options();
        SortedMap<String, String> second = other.setting().options();
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        names.removeAll(PART_OF_THE_MODEL);
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(first.get(name), second.get(name))) {
                String unstored =
                        name.equals(PaperSetting.INITIAL_WEIGHTS) ? PaperSetting.DEFAULT_INITIAL_WEIGHTS : "–";
                differences.add(name + " (" + first.getOrDefault(name, unstored) + ", "
                        + second.getOrDefault(name, unstored) + ")");
            }
        }
        return (differences.isEmpty()
                        ? "are equal in all options"
                        : "differ in " + String.join(", ", differences) + " and are equal in all other options")
                + "; seeds " + seeds(one) + " and " + seeds(other)
                + "; chosen from " + one.counts().compared() + " and "
                + other.counts().compared() + " settings"
                + (leftOut.isEmpty()
                        ? ""
                        : ", without those that only one of them has with the initial weights "
                                + String.join(", ", leftOut));
    }

    private static String seeds(Choice choice) {
        return String.join(
                "+", choice.setting().seeds().stream().map(Object::toString).toList());
    }
}
