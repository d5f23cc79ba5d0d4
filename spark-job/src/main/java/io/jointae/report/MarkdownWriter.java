package io.jointae.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the blocks of a report as GitHub Markdown. Drawings and images appear as their descriptions, with a link to
 * the HTML report that shows them.
 */
final class MarkdownWriter {

    private final String html;

    /**
     * Creates a writer.
     *
     * @param html file name of the HTML report in the same folder
     */
    MarkdownWriter(String html) {
        this.html = html;
    }

    String write(List<ReportBlock> blocks) {
        return blocks.stream().map(this::block).collect(Collectors.joining("\n\n", "", "\n"));
    }

    private String block(ReportBlock block) {
        if (block instanceof ReportBlock.Heading heading) {
            return "#".repeat(heading.level()) + " " + escape(heading.text());
        } else if (block instanceof ReportBlock.Paragraph paragraph) {
            return escape(paragraph.text());
        } else if (block instanceof ReportBlock.Table table) {
            return table(table);
        } else if (block instanceof ReportBlock.Drawing drawing) {
            return "- " + escape(drawing.description()) + " (drawn in [" + escape(html) + "](" + html + "))";
        } else if (block instanceof ReportBlock.Image image) {
            return "- " + escape(image.caption()) + " (shown in [" + escape(html) + "](" + html + "))";
        } else if (block instanceof ReportBlock.Gallery gallery) {
            return gallery.pictures().stream().map(this::block).collect(Collectors.joining("\n"));
        } else if (block instanceof ReportBlock.Folded folded) {
            return folded.blocks().stream()
                    .map(this::block)
                    .collect(Collectors.joining(
                            "\n\n",
                            "<details>\n<summary>" + escape(folded.summary()) + "</summary>\n\n",
                            "\n\n</details>"));
        }
        throw new IllegalArgumentException("this block has no Markdown form: " + block);
    }

    private static String table(ReportBlock.Table table) {
        String header = line(table.header().stream().map(MarkdownWriter::escape).toList());
        String rule = line(table.header().stream().map(column -> "---").toList());
        String rows = table.rows().stream()
                .map(row -> line(row.stream().map(MarkdownWriter::entry).toList()))
                .collect(Collectors.joining("\n"));
        return "**" + escape(table.caption()) + "**\n\n" + header + "\n" + rule + "\n" + rows;
    }

    private static String line(List<String> fields) {
        return "| " + String.join(" | ", fields) + " |";
    }

    private static String entry(ReportBlock.Entry entry) {
        return escape(entry.text()) + (entry.below() == null ? "" : "<br>" + escape(entry.below()));
    }

    private static String escape(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]|#])", "\\\\$1")
                .replace("<", "&lt;")
                .replaceAll("\\s+", " ");
    }
}
