package io.jointae.results.claim;

import io.jointae.data.Split;
import io.jointae.results.Metric;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.results.choice.Setting;
import io.jointae.results.claim.Claim.Pair;
import io.jointae.results.claim.Comparison.Evidence;
import io.jointae.results.claim.Comparison.Values;
import io.jointae.results.paper.PaperSetting;
import io.jointae.results.paper.PaperTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tests the statements of the paper on the measured results. Each model stands at the setting that {@link Selection} chooses
 * by the metric of the comparison, among the settings that {@link ComparedRows} leaves. A comparison is decided if its difference is significant over the rows and, with three or
 * more seeds in common, over the seeds too. If settings are tied, every combination of them must give the same verdict.
 */
public final class ClaimTests {

    private final Map<String, StoredRow> byKey = new HashMap<>();

    private final List<StoredRow> rows;
    private final Selection selection;
    private final PairTest test;

    /**
     * Creates the tests.
     *
     * @param rows every row of a store
     * @param selection the choice among the settings of the same rows
     * @param evidence finds the single rows that were measured
     */
    public ClaimTests(List<StoredRow> rows, Selection selection, RowEvidence evidence) {
        this.rows = List.copyOf(rows);
        this.selection = selection;
        this.test = new PairTest(evidence);
        rows.stream().filter(StoredRow::measured).forEach(row -> byKey.put(row.key(), row));
    }

    /** Returns the results of all statements of the paper, in its order. */
    public List<ClaimResult> all() throws IOException {
        List<ClaimResult> results = new ArrayList<>();
        for (Claim claim : PaperClaims.all()) {
            results.add(of(claim));
        }
        return results;
    }

    /** Returns the result of one statement. */
    public ClaimResult of(Claim claim) throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        for (String dataset : datasets()) {
            for (Pair pair : claim.pairs()) {
                comparisons.add(compare(dataset, pair));
            }
        }
        return ClaimResult.of(claim, comparisons);
    }

    private Set<String> datasets() {
        Set<String> datasets = new LinkedHashSet<>(PaperTables.all().get(0).datasets());
        rows.forEach(row -> datasets.add(row.cell().dataset()));
        return datasets;
    }

    private Comparison compare(String dataset, Pair pair) throws IOException {
        ComparedRows compared = ComparedRows.of(
                tried(dataset, pair.better(), pair.metric()), tried(dataset, pair.worse(), pair.metric()));
        Optional<Choice> better = selection.best(compared.one(), pair.metric().metricName());
        Optional<Choice> worse = selection.best(compared.other(), pair.metric().metricName());
        Sides shown = better.isPresent() && worse.isPresent()
                ? sides(better.get().setting(), worse.get().setting(), pair)
                : null;
        if (shown == null || shown.one().isEmpty()) {
            return new Comparison(dataset, pair, null, null, "", false, ClaimVerdict.NOT_MEASURED);
        }
        String conditions = TrainingConditions.describe(better.get(), worse.get(), compared.leftOut());
        boolean asInPaper = isAsInPaper(better.get()) && isAsInPaper(worse.get());
        Values values = shown.values();
        if (better.get().setting().collapsed() || worse.get().setting().collapsed()) {
            return new Comparison(dataset, pair, values, null, conditions, asInPaper, ClaimVerdict.NOT_MEASURED);
        }
        Evidence evidence = test.of(shown.one(), shown.other());
        if (better.get().isTied() || worse.get().isTied()) {
            evidence = evidence.withTies(largestOfTies(better.get(), worse.get(), pair));
        }
        ClaimVerdict verdict = ClaimResult.verdict(values.agree(pair), evidence.p());
        return new Comparison(dataset, pair, values, evidence, conditions, asInPaper, verdict);
    }

    private static boolean isAsInPaper(Choice choice) {
        return PaperSetting.departures(choice.row()).isEmpty()
                && PaperSetting.dataDeparture(choice.row()).isEmpty();
    }

    /** Returns the largest p-value over all combinations of tied settings; 1 if they differ in their direction. */
    private double largestOfTies(Choice better, Choice worse, Pair pair) throws IOException {
        Set<Boolean> directions = new HashSet<>();
        double largest = 0;
        for (Setting one : better.tied()) {
            for (Setting other : worse.tied()) {
                Sides sides = sides(one, other, pair);
                if (sides.one().isEmpty()) {
                    return 1;
                }
                directions.add(sides.values().agree(pair));
                largest = Math.max(largest, test.of(sides.one(), sides.other()).p());
            }
        }
        return directions.size() == 1 ? largest : 1;
    }

    private List<StoredRow> tried(String dataset, String model, Metric metric) {
        return rows.stream()
                .filter(row -> row.cell().split() == Split.TEST
                        && row.cell().dataset().equals(dataset)
                        && row.cell().model().name().equals(model)
                        && row.cell().metric().is(metric))
                .toList();
    }

    /** The rows of two settings with the same seeds in the same order. */
    private record Sides(List<StoredRow> one, List<StoredRow> other) {
        Values values() {
            return new Values(PairTest.mean(one), PairTest.mean(other));
        }
    }

    private Sides sides(Setting one, Setting other, Pair pair) {
        SortedMap<Long, StoredRow> first = bySeed(one, pair);
        SortedMap<Long, StoredRow> second = bySeed(other, pair);
        TreeSet<Long> common = new TreeSet<>(first.keySet());
        common.retainAll(second.keySet());
        if (first.isEmpty() || second.isEmpty()) {
            return new Sides(List.of(), List.of());
        }
        if (common.isEmpty()) {
            return new Sides(List.of(first.get(first.firstKey())), List.of(second.get(second.firstKey())));
        }
        return new Sides(
                common.stream().map(first::get).toList(),
                common.stream().map(second::get).toList());
    }

    /** Returns the rows of the pair's split by seed; a seed whose row is missing is left out. */
    private SortedMap<Long, StoredRow> bySeed(Setting setting, Pair pair) {
        SortedMap<Long, StoredRow> bySeed = new TreeMap<>();
        for (Setting.Repetition repetition : setting.repetitions()) {
            StoredRow row = byKey.get(repetition.test().cell().on(pair.split()).key());
            if (row != null) {
                bySeed.put(repetition.seed(), row);
            }
        }
        return bySeed;
    }
}
