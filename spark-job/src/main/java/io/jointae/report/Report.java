package io.jointae.report;

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A report that was written.
 *
 * @param report path of the HTML file
 * @param markdown path of the Markdown file with the same content
 * @param cells number of cells in the paper's tables
 * @param filled number of cells that are measured
 * @param better number of cells whose interval lies entirely on the better side of the paper's
 * @param within number of cells whose interval overlaps the paper's
 * @param worse number of cells whose interval lies entirely on the worse side of the paper's
 */
public record Report(String report, String markdown, long cells, long filled, long better, long within, long worse) {

    private static final String HTML = ".html";
    private static final String MARKDOWN = ".md";

    /**
     * Writes the HTML file and, in the same folder, the Markdown file. Each appears complete or not at all.
     *
     * @param conf where the file systems are configured
     * @param results a results folder with cells, models or sheets
     * @param out path of the HTML file, which ends with {@code .html}
     * @param overwrite whether existing files are replaced
     * @throws InvalidInputException if the folder has nothing to report, or a file exists and may not be replaced
     */
    public static Report write(Configuration conf, String results, String out, boolean overwrite) throws IOException {
        String markdownOut = markdownPath(out);
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, out);
            PendingOutput.refuseExisting(conf, markdownOut);
        }
        ReportBuilder builder = new ReportBuilder(ResultsFolder.in(conf, results));
        List<ReportBlock> blocks = builder.blocks();
        String html = new HtmlWriter().write(ReportBuilder.TITLE, blocks);
        String text = new MarkdownWriter(new Path(out).getName()).write(blocks);
        write(conf, out, overwrite, html);
        write(conf, markdownOut, overwrite, text);
        List<ComparedTable> tables = builder.tables();
        return new Report(
                out,
                markdownOut,
                tables.stream().mapToLong(table -> table.cells().size()).sum(),
                tables.stream().mapToLong(ComparedTable::filled).sum(),
                count(tables, Verdict.BETTER),
                count(tables, Verdict.WITHIN),
                count(tables, Verdict.WORSE));
    }

    private static String markdownPath(String out) {
        if (!out.endsWith(HTML) || out.endsWith("/" + HTML) || out.equals(HTML)) {
            throw InvalidInputException.ofField(
                    "out", "%s does not end with %s: name a file such as report.html.", out, HTML);
        }
        return out.substring(0, out.length() - HTML.length()) + MARKDOWN;
    }

    private static long count(List<ComparedTable> tables, Verdict verdict) {
        return tables.stream().mapToLong(table -> table.count(verdict)).sum();
    }

    private static void write(Configuration conf, String file, boolean overwrite, String text) throws IOException {
        AtomicFile.write(conf, file, overwrite, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
