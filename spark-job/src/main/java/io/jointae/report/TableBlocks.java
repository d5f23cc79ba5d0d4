package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.results.DataOrigin;
import io.jointae.results.PaperTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Tables of the report, and how their fields are worded. */
final class TableBlocks {

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private TableBlocks() {}

    /** A table in the paper's layout: ours with a mark, the paper's below. */
    static ReportBlock.Table compared(ComparedTable table) {
        PaperTable paper = table.paper();
        List<String> header = new ArrayList<>(List.of("dataset"));
        header.addAll(paper.models());
        List<List<ReportBlock.Entry>> rows = new ArrayList<>();
        for (int i = 0; i < paper.datasets().size(); i++) {
            List<ReportBlock.Entry> row = new ArrayList<>();
            row.add(ReportBlock.Entry.of(paper.datasets().get(i)));
            table.row(i).forEach(cell -> row.add(entry(cell)));
            rows.add(row);
        }
        String caption = paper.caption() + " [" + paper.metric().describe() + "; " + table.filled() + " of "
                + table.cells().size() + " filled]";
        return new ReportBlock.Table(caption, header, rows);
    }

    private static ReportBlock.Entry entry(CellComparison cell) {
        String paper = "(" + cell.paperText() + ")";
        if (cell.source() == null) {
            return new ReportBlock.Entry("–", paper, Verdict.OPEN);
        }
        String size = PaperSetting.departures(cell.source()).isEmpty() ? "" : "†";
        String data = cell.source().origin() == DataOrigin.OFFICIAL ? "" : "‡";
        String pruned = cell.choice().pruned() == 0 ? "" : "§";
        String tied = cell.choice().decidedByOrder() ? "¶" : "";
        return new ReportBlock.Entry(
                cell.verdict().mark() + " " + cell.oursText() + size + data + pruned + tied, paper, cell.verdict());
    }

    /** How far each table is filled. */
    static ReportBlock.Table overview(List<ComparedTable> tables) {
        List<Verdict> verdicts = List.of(Verdict.BETTER, Verdict.WITHIN, Verdict.WORSE);
        List<String> header = new ArrayList<>(List.of("table", "measures", "filled"));
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
        return new ReportBlock.Table("How far the paper's tables are filled", header, rows);
    }

    static List<ReportBlock.Entry> entries(String... texts) {
        return Stream.of(texts).map(ReportBlock.Entry::of).toList();
    }

    /** {@code epochs 300, noise 0.5}. */
    static String options(SortedMap<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(joining(", "));
    }

    /** {@code 12.3 s}, {@code 4 min 5 s}, {@code 2 h 3 min}. */
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
