package io.jointae.report;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A written report.
 *
 * @param report the HTML file
 * @param markdown its twin
 * @param cells of the paper's tables
 * @param filled of them, by ours
 * @param better intervals wholly on the better side
 * @param within intervals that overlap
 * @param worse intervals wholly on the worse side
 */
public record Report(String report, String markdown, long cells, long filled, long better, long within, long worse) {

    private static final String HTML = ".html";
    private static final String MARKDOWN = ".md";

    /**
     * Writes the HTML file and, beside it, its Markdown twin: both complete or not at all.
     *
     * @param results a results folder: cells, models, sheets
     * @param out ends with {@code .html}
     * @throws InvalidInputException if the folder has nothing to report, or an output exists and may not be replaced
     */
    public static Report write(Configuration conf, String results, String out, boolean overwrite) throws IOException {
        String twin = twin(out);
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, out);
            PendingOutput.refuseExisting(conf, twin);
        }
        ReportBuilder contents = new ReportBuilder(ResultsFolder.in(conf, results));
        List<ReportBlock> blocks = contents.blocks();
        try (PendingOutput html = PendingOutput.create(conf, out, overwrite);
                PendingOutput markdown = PendingOutput.create(conf, twin, overwrite)) {
            write(conf, html.path(), new HtmlWriter().write(ReportBuilder.TITLE, blocks));
            write(conf, markdown.path(), new MarkdownWriter(new Path(out).getName()).write(blocks));
            html.commit();
            markdown.commit();
        }
        List<ComparedTable> tables = contents.tables();
        return new Report(
                out,
                twin,
                tables.stream().mapToLong(table -> table.cells().size()).sum(),
                tables.stream().mapToLong(ComparedTable::filled).sum(),
                count(tables, Verdict.BETTER),
                count(tables, Verdict.WITHIN),
                count(tables, Verdict.WORSE));
    }

    private static String twin(String out) {
        if (!out.endsWith(HTML) || out.endsWith("/" + HTML) || out.equals(HTML)) {
            throw InvalidInputException.of(
                    "--out %s does not end with %s: name the file, such as report.html", out, HTML);
        }
        return out.substring(0, out.length() - HTML.length()) + MARKDOWN;
    }

    private static long count(List<ComparedTable> tables, Verdict verdict) {
        return tables.stream().mapToLong(table -> table.count(verdict)).sum();
    }

    private static void write(Configuration conf, Path file, String text) throws IOException {
        try (OutputStream out = file.getFileSystem(conf).create(file, false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
