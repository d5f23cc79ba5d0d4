package io.jointae.results.claim;

import io.jointae.results.choice.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Says in what two compared trainings differ and agree, so that a reader sees whether the comparison is a fair one. */
final class TrainingConditions {

    /** These options differ between any two models that a statement compares. */
    private static final Set<String> PART_OF_THE_MODEL = Set.of("scheme", "layers", "kind");

    private TrainingConditions() {}

    /** Returns what follows "the two trainings", such as {@code differ in noise (0.9, 0.7) and are equal in all other options}. */
    static String describe(Choice one, Choice other) {
        SortedMap<String, String> first = one.setting().options();
        SortedMap<String, String> second = other.setting().options();
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        names.removeAll(PART_OF_THE_MODEL);
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(first.get(name), second.get(name))) {
                differences.add(
                        name + " (" + first.getOrDefault(name, "–") + ", " + second.getOrDefault(name, "–") + ")");
            }
        }
        return (differences.isEmpty()
                        ? "are equal in all options"
                        : "differ in " + String.join(", ", differences) + " and are equal in all other options")
                + "; seeds " + seeds(one) + " and " + seeds(other)
                + "; chosen from " + one.counts().compared() + " and "
                + other.counts().compared() + " settings";
    }

    private static String seeds(Choice choice) {
        return String.join(
                "+", choice.setting().seeds().stream().map(Object::toString).toList());
    }
}
