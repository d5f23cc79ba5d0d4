package io.jointae.results.choice;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.MetricName;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice.Decision;
import io.jointae.results.paper.PaperCell;
import io.jointae.results.paper.PaperSetting;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the setting that stands in a cell of a table, by the rule {@link #RULE}. As in the paper, validation results
 * choose; a test result never does.
 *
 * <p>Before results are compared, settings whose models have not collapsed come before others, then measurements on official
 * files before those on other data, then rows of the newest recipe, then those with the paper's options before others, and
 * those with a validation result before those without. Only settings on the same content of the dataset are compared.
 */
public final class Selection {

    /** The rule in words, which the report prints. */
    public static final String RULE =
            "The setting with the best mean validation result over the seeds is chosen. If several"
                    + " settings share it, the one whose classifiers have the lowest mean loss on the validation rows is chosen: the"
                    + " squared hinge loss of the SVM, or the cross-entropy of the fine-tuned network. If several settings are still"
                    + " equal, or if the loss of one of them was not stored, they are tied: the cell shows the first of them in the"
                    + " order of the grid (smallest learning rate, then noise, contraction and weight decay, then the default initial weights),"
                    + " and the verdict covers all of them. Settings are compared on the seeds that all of them have, so that further seeds of one setting"
                    + " change its mean but not the choice.";

    /** Two means are equal if they differ by less than this share: their sums may round differently. */
    private static final double ROUNDING = 1e-12;

    private static final Set<String> STORED_UNLESS_DEFAULT =
            Set.of(PaperSetting.INITIAL_WEIGHTS, "engine", "precision", "warm-up-steps", "learning-rate-rule");

    private final List<StoredRow> rows;
    private final Map<String, StoredRow> byKey = new HashMap<>();

    /**
     * Creates a selection.
     *
     * @param rows every row of a store
     */
    public Selection(List<StoredRow> rows) {
        this.rows = List.copyOf(rows);
        rows.stream().filter(StoredRow::measured).forEach(row -> byKey.put(row.key(), row));
    }

    /** Returns whether a row is a measurement on the test split. */
    public static boolean isTestMeasurement(StoredRow row) {
        return row.measured() && row.cell().split() == Split.TEST;
    }

    /** Returns the choice for a cell of the paper; empty if nothing is measured. */
    public Optional<Choice> chosen(PaperTable table, PaperCell paper) {
        return best(
                rows.stream().filter(row -> belongsTo(row, table, paper)).toList(),
                table.metric().metricName());
    }

    /**
     * Returns the best setting of one model.
     *
     * @param tried rows of the test split that differ in their settings and seeds only; those without a value count as
     *     pruned where a sweep pruned them, and as diverged where they diverged
     * @param metric what was measured; validation decides only by a metric whose better direction is known
     */
    public Optional<Choice> best(Collection<StoredRow> tried, MetricName metric) {
        List<Setting> settings = Setting.of(
                tried.stream().filter(StoredRow::measured).toList(),
                test -> validation(test).orElse(null));
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Setting highest = settings.stream().max(byStanding()).orElseThrow();
        List<Setting> rivals =
                onOneDataset(settings.stream()
                                .filter(other -> byStanding().compare(other, highest) == 0)
                                .toList())
                        .stream()
                        .sorted(Comparator.comparing(each -> each.row().cell(), GridOrder.CELLS))
                        .toList();
        List<Setting> sharing = sharingBestValidation(rivals, metric);
        List<Setting> tied = sharingLowestLoss(sharing, rivals);
        Decision decision = tied.size() > 1
                ? Decision.ORDER
                : sharing.size() > 1
                        ? Decision.VALIDATION_LOSS
                        : rivals.size() > 1 ? Decision.VALIDATION : Decision.SINGLE;
        Setting chosen = tied.get(0);
        int collapsed = (int) settings.stream().filter(Setting::collapsed).count();
        return Optional.of(new Choice(
                chosen,
                decision,
                tied,
                new Choice.Counts(
                        rivals.size(),
                        sharing.size(),
                        unmeasured(tried, StoredRow::pruned),
                        collapsed,
                        unmeasured(tried, StoredRow::diverged)),
                Edges.of(chosen.row(), tried)));
    }

    /** Returns the settings on the content that most of them were measured on: results on other rows are not comparable. */
    private static List<Setting> onOneDataset(List<Setting> settings) {
        SortedMap<String, List<Setting>> byContent = new TreeMap<>();
        settings.forEach(setting -> byContent
                .computeIfAbsent(String.valueOf(setting.row().cell().dataHash()), none -> new ArrayList<>())
                .add(setting));
        return byContent.values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private int unmeasured(Collection<StoredRow> tried, Predicate<StoredRow> outcome) {
        return (int) tried.stream()
                .filter(other -> outcome.test(other) && !measuredSince(other))
                .count();
    }

    /** Returns the settings with the best mean validation result; all of them if validation does not decide. */
    private static List<Setting> sharingBestValidation(List<Setting> rivals, MetricName name) {
        Optional<Boolean> higherIsBetter = name.higherIsBetter();
        if (higherIsBetter.isEmpty() || !rivals.get(0).isValidated()) {
            return rivals;
        }
        double sign = higherIsBetter.get() ? -1 : 1;
        return lowest(rivals, setting -> sign * setting.validation(comparedSeeds(setting, rivals)));
    }

    /** Returns the settings with the lowest mean validation loss; all of them if that of one is not known. */
    private static List<Setting> sharingLowestLoss(List<Setting> sharing, List<Setting> rivals) {
        Map<Setting, OptionalDouble> losses = new HashMap<>();
        sharing.forEach(setting -> losses.put(setting, setting.validationLoss(comparedSeeds(setting, rivals))));
        return losses.values().stream().allMatch(OptionalDouble::isPresent)
                ? lowest(sharing, setting -> losses.get(setting).orElseThrow())
                : sharing;
    }

    private static List<Setting> lowest(List<Setting> settings, ToDoubleFunction<Setting> value) {
        double least = settings.stream().mapToDouble(value).min().orElseThrow();
        return settings.stream()
                .filter(setting -> value.applyAsDouble(setting) - least <= ROUNDING * Math.abs(least))
                .toList();
    }

    /** Returns the seeds that all settings have, or all seeds of the setting if they have none in common. */
    private static Set<Long> comparedSeeds(Setting setting, List<Setting> settings) {
        Set<Long> common = new TreeSet<>(setting.seeds());
        settings.forEach(other -> common.retainAll(other.seeds()));
        return common.isEmpty() ? setting.seeds() : common;
    }

    /** Returns the rows of cells that diverged, failed or were pruned and that were not measured later. */
    public List<StoredRow> unmeasured() {
        return rows.stream()
                .filter(row -> !row.measured() && !measuredSince(row))
                .toList();
    }

    /**
     * Returns whether another row has a value for the cell of a row without one. The row with the value may have more
     * hyper-parameters, such as those that the evaluation chose, but no other option of training.
     */
    private boolean measuredSince(StoredRow without) {
        Cell wanted = without.cell();
        return rows.stream()
                .filter(StoredRow::measured)
                .map(StoredRow::cell)
                .anyMatch(cell -> Objects.equals(cell.dataHash(), wanted.dataHash())
                        && cell.metric().equals(wanted.metric())
                        && cell.split() == wanted.split()
                        && cell.model().name().equals(wanted.model().name())
                        && cell.seed() == wanted.seed()
                        && notByDefault(cell).equals(notByDefault(wanted))
                        && cell.hyperparameters()
                                .entrySet()
                                .containsAll(wanted.hyperparameters().entrySet()));
    }

    /** Returns the options of training that cells store only where they are not the defaults. */
    private static Map<String, String> notByDefault(Cell cell) {
        Map<String, String> options = new TreeMap<>(cell.hyperparameters());
        options.keySet().retainAll(STORED_UNLESS_DEFAULT);
        return options;
    }

    /** Returns the validation result of the same model by the same metric. */
    public Optional<StoredRow> validation(StoredRow test) {
        return Optional.ofNullable(byKey.get(test.cell().on(Split.VALID).key()));
    }

    private static boolean belongsTo(StoredRow row, PaperTable table, PaperCell paper) {
        Cell cell = row.cell();
        return cell.split() == Split.TEST
                && cell.metric().is(table.metric())
                && cell.dataset().equals(paper.dataset())
                && PaperTables.paperName(cell.model().name()).equals(paper.model());
    }

    /** Orders settings by what matters before any result. */
    private static Comparator<Setting> byStanding() {
        return Comparator.<Setting, Boolean>comparing(setting -> !setting.collapsed())
                .thenComparing(setting -> setting.row().origin() == DataOrigin.OFFICIAL)
                .thenComparing(setting -> recipe(setting.row()))
                .thenComparing(setting -> PaperSetting.departures(setting.row()).isEmpty())
                .thenComparing(Setting::isValidated);
    }

    /** Returns the version of the recipe that generated the rows; 0 if they were read or the version is not known. */
    private static int recipe(StoredRow row) {
        String version = row.procedure() == null ? null : row.procedure().recipe();
        return version != null && version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }
}
