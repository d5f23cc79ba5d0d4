package io.jointae.results.choice;

import io.jointae.results.Cell;
import io.jointae.results.Measurement;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One setting of a model, measured once per seed. Seeds are repetitions of a setting and not settings of their own.
 *
 * @param repetitions the measurements, by ascending seed; at least one
 */
public record Setting(List<Repetition> repetitions) {

    private static final Set<String> SEEDS = Set.of("seed", "finetune-seed", "sample-seed");

    /** The hyper-parameters that evaluations choose and that therefore differ between repetitions. */
    private static final Set<String> CHOSEN_BY_EVALUATION = Set.of(
            "svm-c", "parzen-width", "finetune-best-learning-rate", "finetune-best-epoch", "probe-c", "neighbors-k");

    /**
     * A measurement with one seed.
     *
     * @param test the test row
     * @param valid the validation row of the same model and metric; null if there is none
     */
    public record Repetition(StoredRow test, StoredRow valid) {

        public Repetition {
            Objects.requireNonNull(test, "test");
        }

        /** Returns the seed. */
        public long seed() {
            return test.cell().seed();
        }
    }

    public Setting {
        repetitions = repetitions.stream()
                .sorted(Comparator.comparingLong(Repetition::seed))
                .toList();
        if (repetitions.isEmpty()) {
            throw new IllegalArgumentException("a setting has at least one repetition");
        }
    }

    /**
     * Returns the settings of test rows.
     *
     * @param tests measured rows of the test split; if two have the same setting and seed, the later one counts
     * @param validation returns the validation row of a test row, or null
     */
    static List<Setting> of(Collection<StoredRow> tests, Function<StoredRow, StoredRow> validation) {
        SortedMap<String, SortedMap<Long, StoredRow>> settings = new TreeMap<>();
        for (StoredRow test : tests) {
            settings.computeIfAbsent(identity(test), none -> new TreeMap<>())
                    .merge(
                            test.cell().seed(),
                            test,
                            (one, other) -> other.measuredAt().isBefore(one.measuredAt()) ? one : other);
        }
        return settings.values().stream()
                .map(bySeed -> new Setting(bySeed.values().stream()
                        .map(test -> new Repetition(test, validation.apply(test)))
                        .toList()))
                .toList();
    }

    /** Returns a text that is equal for two rows exactly if they differ in their seeds only. */
    private static String identity(StoredRow row) {
        Cell cell = row.cell();
        return cell.dataset() + cell.dataHash() + row.origin() + cell.model() + cell.metric() + options(cell);
    }

    /** Returns the hyper-parameters of a cell without seeds and without the choices of its evaluation. */
    public static SortedMap<String, String> options(Cell cell) {
        SortedMap<String, String> options = new TreeMap<>(cell.hyperparameters());
        options.keySet().removeAll(SEEDS);
        options.keySet().removeAll(CHOSEN_BY_EVALUATION);
        return options;
    }

    /** Returns the hyper-parameters of this setting without seeds and without the choices of its evaluation. */
    public SortedMap<String, String> options() {
        return options(row().cell());
    }

    /** Returns the test row of the smallest seed. */
    public StoredRow row() {
        return repetitions.get(0).test();
    }

    /** Returns the seeds, ascending. */
    public SortedSet<Long> seeds() {
        return repetitions.stream().map(Repetition::seed).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether the model of any seed has collapsed. */
    public boolean collapsed() {
        return repetitions.stream().anyMatch(repetition -> repetition.test().collapsed());
    }

    /** Returns whether every seed has a validation result. */
    boolean isValidated() {
        return repetitions.stream().allMatch(repetition -> repetition.valid() != null);
    }

    /**
     * Returns the mean validation result.
     *
     * @param seeds the seeds to average over
     */
    double validation(Set<Long> seeds) {
        return of(seeds).stream()
                .mapToDouble(repetition -> repetition.valid().result().value())
                .average()
                .orElseThrow();
    }

    /**
     * Returns the mean validation loss of the chosen classifiers; empty if it is not known for every seed.
     *
     * @param seeds the seeds to average over
     */
    OptionalDouble validationLoss(Set<Long> seeds) {
        List<Measurement> measured = of(seeds).stream()
                .map(repetition -> repetition.test().result().measurement())
                .toList();
        return measured.stream().allMatch(each -> each.validationLoss().isPresent())
                ? measured.stream()
                        .mapToDouble(each -> each.validationLoss().orElseThrow())
                        .average()
                : OptionalDouble.empty();
    }

    private List<Repetition> of(Set<Long> seeds) {
        return repetitions.stream()
                .filter(repetition -> seeds.contains(repetition.seed()))
                .toList();
    }

    /** Returns the smallest, the largest and the mean test result over the seeds. */
    public DoubleSummaryStatistics test() {
        return repetitions.stream()
                .mapToDouble(repetition -> repetition.test().result().value())
                .summaryStatistics();
    }

    /**
     * Returns the result of this setting: the mean over the seeds, with the mean of their intervals. The intervals describe
     * the choice of the test rows, which all seeds share, so that more seeds do not make them narrower. With one seed it is
     * the row of this seed.
     */
    public ResultRow result() {
        ResultRow first = row().result();
        if (repetitions.size() == 1) {
            return first;
        }
        List<Measurement> all = new ArrayList<>();
        repetitions.forEach(repetition -> all.add(repetition.test().result().measurement()));
        boolean intervals = all.stream().allMatch(each -> each.ci95() != null);
        double ci95 = intervals
                ? all.stream().mapToDouble(Measurement::ci95).average().orElseThrow()
                : 0;
        double seconds =
                all.stream().mapToDouble(Measurement::seconds).average().orElseThrow();
        Measurement worst =
                all.stream().filter(Measurement::collapsed).findFirst().orElse(first.measurement());
        return new ResultRow(
                first.cell(),
                new Measurement(test().getAverage(), intervals ? ci95 : null, seconds, worst.codes(), worst.tuning()));
    }
}
