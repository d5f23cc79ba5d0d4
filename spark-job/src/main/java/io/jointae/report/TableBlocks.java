package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.base.text.Count;
import io.jointae.results.DataOrigin;
import io.jointae.results.paper.PaperSetting;
import io.jointae.results.paper.PaperTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Builds the tables of the report and formats their fields. */
final class TableBlocks {

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private TableBlocks() {}

    /** Returns a table of the paper with every row. */
    static ReportBlock.Table all(ComparedTable table) {
        return rows(table, dataset -> true);
    }

    /** Returns a table of the paper with the rows that have a measured cell. */
    static ReportBlock.Table measured(ComparedTable table) {
        return rows(table, dataset -> isMeasured(table, dataset));
    }

    /** Returns the rows without a measured cell, folded away; empty if every row has one. */
    static Optional<ReportBlock.Folded> unmeasured(ComparedTable table) {
        ReportBlock.Table rows = rows(table, dataset -> !isMeasured(table, dataset));
        int count = rows.rows().size();
        return count == 0
                ? Optional.empty()
                : Optional.of(new ReportBlock.Folded(
                        "Table " + table.paper().number() + ": " + Count.of(count, "row") + " without a measured cell",
                        List.of(rows)));
    }

    private static boolean isMeasured(ComparedTable table, int dataset) {
        return table.row(dataset).stream().anyMatch(cell -> cell.verdict() != Verdict.OPEN);
    }

    private static ReportBlock.Table rows(ComparedTable table, IntPredicate shown) {
        PaperTable paper = table.paper();
        List<String> header = new ArrayList<>(List.of("dataset"));
        header.addAll(paper.models());
        List<List<ReportBlock.Entry>> rows = new ArrayList<>();
        for (int i = 0; i < paper.datasets().size(); i++) {
            if (shown.test(i)) {
                List<ReportBlock.Entry> row = new ArrayList<>();
                row.add(ReportBlock.Entry.of(paper.datasets().get(i)));
                table.row(i).forEach(cell -> row.add(entry(cell)));
                rows.add(row);
            }
        }
        String caption = paper.caption() + " [" + paper.metric().describe() + "; " + table.filled() + " of "
                + table.cells().size() + " cells measured]";
        return new ReportBlock.Table(caption, header, rows);
    }

    /** Returns a cell with our value, the verdict, the marks of {@link ReportBuilder}'s legend, and the paper's value. */
    static ReportBlock.Entry entry(CellComparison cell) {
        String paper = "(" + cell.paperText() + ")";
        if (cell.source() == null) {
            return new ReportBlock.Entry("–", paper, Verdict.OPEN);
        }
        String size = PaperSetting.departures(cell.source()).isEmpty() ? "" : "†";
        String data = cell.source().origin() == DataOrigin.OFFICIAL ? "" : "‡";
        String pruned = cell.choice().counts().pruned() == 0 && !cell.source().halved() ? "" : "§";
        String tied = cell.choice().isTied() ? "¶" : "";
        String edge = cell.choice().edges().isEmpty() ? "" : "◇";
        String weights = hasOtherInitialWeights(cell) ? "‖" : "";
        String range = cell.rangeText().map(text -> " [" + text + "]").orElse("");
        return new ReportBlock.Entry(
                cell.verdict().mark() + " " + cell.oursText() + size + data + pruned + tied + edge + weights + range,
                paper,
                cell.verdict());
    }

    /** Returns whether the initial weights of the chosen setting are not the default. */
    private static boolean hasOtherInitialWeights(CellComparison cell) {
        return cell.source() != null
                && cell.source().cell().hyperparameters().containsKey(PaperSetting.INITIAL_WEIGHTS);
    }

    /**
     * Returns a sentence, with a space in front, that names the cells whose initial weights are not the default; empty if
     * there is none.
     */
    static String otherInitialWeights(List<ComparedTable> tables) {
        SortedMap<String, List<String>> cells = new TreeMap<>();
        for (ComparedTable table : tables) {
            table.cells().stream()
                    .filter(TableBlocks::hasOtherInitialWeights)
                    .forEach(cell -> cells.computeIfAbsent(
                                    PaperSetting.initialWeights(cell.source().cell()), none -> new ArrayList<>())
                            .add(name(table, cell)));
        }
        return cells.isEmpty()
                ? ""
                : cells.entrySet().stream()
                        .map(range -> range.getKey() + " in " + String.join(", ", range.getValue()))
                        .collect(joining(
                                "; ",
                                " Validation results chose initial weights that are not the default (‖), and the paper"
                                        + " does not state its own: ",
                                "."));
    }

    /** Returns the name of a cell, such as {@code II rect DAE-2J}. */
    static String name(ComparedTable table, CellComparison cell) {
        return table.paper().number() + " " + cell.paper().dataset() + " "
                + cell.paper().model();
    }

    /** Returns better, within and worse, and further verdicts that some cell has. */
    static List<Verdict> shownVerdicts(List<ComparedTable> tables) {
        return Stream.of(Verdict.BETTER, Verdict.WITHIN, Verdict.WORSE, Verdict.TIED, Verdict.COLLAPSED)
                .filter(verdict -> verdict.compareTo(Verdict.WORSE) <= 0
                        || tables.stream().anyMatch(table -> table.count(verdict) > 0))
                .toList();
    }

    /** Returns how many cells of each table are measured. */
    static ReportBlock.Table overview(List<ComparedTable> tables) {
        List<Verdict> verdicts = shownVerdicts(tables);
        List<String> header = new ArrayList<>(List.of("table", "metric", "measured"));
        verdicts.forEach(verdict -> header.add(verdict.mark() + " " + verdict.describe()));
        List<List<ReportBlock.Entry>> rows = new ArrayList<>();
        for (ComparedTable table : tables) {
            List<String> row = new ArrayList<>(List.of(
                    table.paper().number(),
                    table.paper().metric().describe(),
                    table.filled() + " of " + table.cells().size()));
            verdicts.forEach(verdict -> row.add(Long.toString(table.count(verdict))));
            rows.add(row.stream().map(ReportBlock.Entry::of).toList());
        }
        return new ReportBlock.Table("Measured cells per table of the paper", header, rows);
    }

    /** Returns one field per text. */
    static List<ReportBlock.Entry> entries(String... texts) {
        return Stream.of(texts).map(ReportBlock.Entry::of).toList();
    }

    /** Formats options such as {@code epochs 300, noise 0.5}. */
    static String options(SortedMap<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(joining(", "));
    }

    /** Formats a p-value such as {@code p = 0.013} or {@code p < 0.001}. */
    static String p(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
    }

    /** Formats a time such as {@code 12.3 s}, {@code 4 min 5 s} or {@code 2 h 3 min}. */
    static String time(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < HOUR
                ? whole / MINUTE + " min " + whole % MINUTE + " s"
                : whole / HOUR + " h " + whole % HOUR / MINUTE + " min";
    }
}
