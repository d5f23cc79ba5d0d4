package io.jointae.report;

import io.jointae.results.ResultRow;
import java.util.ArrayList;
import java.util.List;

/** Formats measurements and the paper's values as a text table for a terminal, one line per measurement. */
public final class ConsoleTable {

    private static final List<String> HEADER = List.of("dataset", "model", "metric", "ours", "paper", "");

    private ConsoleTable() {}

    /** Formats the rows in the given order; the last line has no line end. */
    public static String format(List<ResultRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        for (ResultRow row : rows) {
            CellComparison compared = CellComparison.of(row);
            String mark = compared.verdict() == Verdict.OPEN
                    ? ""
                    : compared.verdict().mark() + " " + compared.verdict().describe();
            lines.add(List.of(
                    row.cell().dataset(),
                    row.cell().model().name(),
                    row.cell().metric() + " (" + row.cell().split() + ")",
                    compared.oursText(),
                    compared.paperText(),
                    mark));
        }
        return aligned(lines);
    }

    /** Returns lines whose columns are aligned; all lines have the same number of columns. */
    static String aligned(List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        List<String> texts = new ArrayList<>();
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            texts.add(text.toString().stripTrailing());
        }
        return String.join("\n", texts);
    }
}
