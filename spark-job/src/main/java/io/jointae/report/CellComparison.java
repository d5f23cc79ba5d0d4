package io.jointae.report;

import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.results.CodeMetric;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.paper.PaperCell;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One cell of a table: our value, which is the mean over the seeds of the chosen setting, and the paper's value.
 *
 * @param decimals number of decimals of both values
 * @param paper the paper's number; null if the paper has none
 * @param ours our measurement; null if the cell is not measured
 * @param source the stored row of our measurement; null if it does not come from a store
 * @param choice what the stored row was chosen from; null if {@code source} is null
 * @param verdict how our value compares with the paper's; if settings are tied, how all of them do
 */
public record CellComparison(
        int decimals, PaperCell paper, ResultRow ours, StoredRow source, Choice choice, Verdict verdict) {

    private static final int DECIMALS = 2;

    /** Compares a cell of the paper with what was chosen for it. */
    static CellComparison of(PaperTable table, PaperCell paper, Optional<Choice> chosen) {
        return new CellComparison(
                table.decimals(),
                paper,
                chosen.map(Choice::result).orElse(null),
                chosen.map(Choice::row).orElse(null),
                chosen.orElse(null),
                chosen.map(choice -> verdict(choice, table.metric(), paper)).orElse(Verdict.OPEN));
    }

    /** Compares a chosen measurement with the paper's number for it, if there is one. */
    static CellComparison of(Choice choice) {
        CellComparison compared = of(choice.result());
        Verdict verdict = compared.paper == null
                ? compared.verdict
                : verdict(choice, compared.ours.cell().metric().known().orElseThrow(), compared.paper);
        return new CellComparison(compared.decimals, compared.paper, compared.ours, choice.row(), choice, verdict);
    }

    private static Verdict verdict(Choice choice, Metric metric, PaperCell paper) {
        Set<Verdict> verdicts = choice.tied().stream()
                .map(setting -> Verdict.of(setting.result(), metric, paper))
                .collect(Collectors.toSet());
        return verdicts.size() == 1 ? verdicts.iterator().next() : Verdict.TIED;
    }

    /** Compares a measurement with the paper's number for it, if there is one; the paper has test results only. */
    public static CellComparison of(ResultRow ours) {
        Optional<PaperCell> paper =
                ours.cell().split() == Split.TEST ? PaperTables.find(ours.cell()) : Optional.empty();
        Verdict verdict = paper.flatMap(
                        cell -> ours.cell().metric().known().map(metric -> Verdict.of(ours, metric, cell)))
                .orElse(ours.collapsed() ? Verdict.COLLAPSED : Verdict.OPEN);
        int decimals = PaperTables.table(ours.cell())
                .map(PaperTable::decimals)
                .or(() -> CodeMetric.of(ours.cell().metric()).map(CodeMetric::decimals))
                .orElse(DECIMALS);
        return new CellComparison(decimals, paper.orElse(null), ours, null, null, verdict);
    }

    /** Formats our value such as {@code 0.83 ± 0.08}, with the kind of interval that the paper prints; a dash if there is none. */
    public String oursText() {
        if (ours == null) {
            return "–";
        }
        Double interval = ours.ci95();
        return text(
                ours.value(),
                interval == null
                        ? null
                        : ours.cell()
                                .metric()
                                .known()
                                .map(metric -> metric.printed(interval))
                                .orElse(interval));
    }

    /**
     * Returns the range of the values that the cell stands for, such as {@code tied: 0.39 to 1.13} or {@code 3 seeds: 0.70 to
     * 0.81}; empty if it stands for one measurement.
     */
    Optional<String> rangeText() {
        if (choice == null) {
            return Optional.empty();
        }
        if (choice.isTied()) {
            return Optional.of("tied: " + range(choice.tiedTest()));
        }
        int seeds = choice.setting().repetitions().size();
        return seeds == 1
                ? Optional.empty()
                : Optional.of(seeds + " seeds: " + range(choice.setting().test()));
    }

    private String range(DoubleSummaryStatistics values) {
        return text(values.getMin(), null) + " to " + text(values.getMax(), null);
    }

    /** Describes the choice, such as {@code 20 settings; 5 of them tie, with test results from 0.74 to 1.20}. */
    String settingsText() {
        Choice.Counts counts = choice.counts();
        List<String> parts = new ArrayList<>();
        parts.add(Count.of(counts.compared(), "setting"));
        if (choice.isTied()) {
            parts.add(share(choice.tied().size()) + " tie, with test results from " + range(choice.tiedTest()));
        }
        if (choice.decision() == Choice.Decision.VALIDATION_LOSS) {
            parts.add(share(counts.sharingValidation())
                    + " share the best validation result, and the validation loss decides");
        }
        if (counts.collapsed() > 0) {
            parts.add(counts.collapsed() + " collapsed");
        }
        if (counts.diverged() > 0) {
            parts.add(counts.diverged() + " more diverged");
        }
        if (counts.pruned() > 0) {
            parts.add(counts.pruned() + " more pruned");
        }
        return String.join("; ", parts);
    }

    private String share(int settings) {
        return settings == choice.counts().compared() ? "all" : settings + " of them";
    }

    /** Formats the paper's value in the same way; a dash if there is none. */
    public String paperText() {
        return paper == null ? "–" : text(paper.value(), paper.interval());
    }

    private String text(double value, Double interval) {
        String printed = String.format(Locale.ROOT, "%." + decimals + "f", value);
        String halfWidth = "%." + Math.max(DECIMALS, decimals) + "f";
        return interval == null ? printed : printed + " ± " + String.format(Locale.ROOT, halfWidth, interval);
    }
}
