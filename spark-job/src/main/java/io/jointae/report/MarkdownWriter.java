package io.jointae.report;

import java.util.List;
import java.util.stream.Collectors;

/** Blocks as Markdown with tables (GitHub's); drawings and images by their words, the HTML twin has them. */
final class MarkdownWriter {

    private final String twin;

    /** @param twin file name of the HTML beside it */
    MarkdownWriter(String twin) {
        this.twin = twin;
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
            return "- " + escape(drawing.words()) + " (drawn in [" + escape(twin) + "](" + twin + "))";
        } else if (block instanceof ReportBlock.Image image) {
            return "- " + escape(image.name()) + " (shown in [" + escape(twin) + "](" + twin + "))";
        } else if (block instanceof ReportBlock.Gallery gallery) {
            return gallery.pictures().stream().map(this::block).collect(Collectors.joining("\n"));
        }
        throw new IllegalArgumentException("no Markdown form of " + block);
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
