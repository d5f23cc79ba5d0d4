package io.jointae.report;

import io.jointae.chart.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the blocks of a report as one HTML file that opens without a network: the style is inline, drawings are SVG
 * and images are data addresses. The file is also well-formed XML, so that any parser reads it.
 */
final class HtmlWriter {

    private static final String STYLE = "report.css";

    /** A field with more characters than this may break over several lines. */
    private static final int LONG = 40;

    String write(String title, List<ReportBlock> blocks) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                %s
                </main>
                </body>
                </html>
                """.formatted(
                        Markup.escape(title),
                        style(),
                        blocks.stream().map(HtmlWriter::block).collect(Collectors.joining("\n")));
    }

    private static String block(ReportBlock block) {
        if (block instanceof ReportBlock.Heading heading) {
            return "<h%1$d>%2$s</h%1$d>".formatted(heading.level(), Markup.escape(heading.text()));
        } else if (block instanceof ReportBlock.Paragraph paragraph) {
            return "<p>" + Markup.escape(paragraph.text()) + "</p>";
        } else if (block instanceof ReportBlock.Table table) {
            return table(table);
        } else if (block instanceof ReportBlock.Drawing drawing) {
            return "<figure class=\"drawing\" role=\"img\" aria-label=\"" + Markup.escape(drawing.description()) + "\">"
                    + drawing.svg() + "</figure>";
        } else if (block instanceof ReportBlock.Image image) {
            return "<figure class=\"sheet\"><img alt=\"%1$s\" src=\"data:image/png;base64,%2$s\"/><figcaption>%1$s</figcaption></figure>"
                    .formatted(
                            Markup.escape(image.caption()), Base64.getEncoder().encodeToString(image.png()));
        } else if (block instanceof ReportBlock.Gallery gallery) {
            return gallery.pictures().stream()
                    .map(HtmlWriter::block)
                    .collect(Collectors.joining("\n", "<div class=\"gallery\">\n", "\n</div>"));
        } else if (block instanceof ReportBlock.Folded folded) {
            return folded.blocks().stream()
                    .map(HtmlWriter::block)
                    .collect(Collectors.joining(
                            "\n",
                            "<details>\n<summary>" + Markup.escape(folded.summary()) + "</summary>\n",
                            "\n</details>"));
        }
        throw new IllegalArgumentException("this block has no HTML form: " + block);
    }

    private static String table(ReportBlock.Table table) {
        String header = table.header().stream()
                .map(column -> "<th scope=\"col\">" + Markup.escape(column) + "</th>")
                .collect(Collectors.joining());
        String rows = table.rows().stream().map(row -> row(row, table.header())).collect(Collectors.joining("\n"));
        return "<p class=\"caption\">" + Markup.escape(table.caption()) + "</p>\n<div class=\"wide\" tabindex=\"0\">"
                + "<table" + (stacked(table) ? " class=\"stacked\"" : "") + ">\n<thead><tr>" + header
                + "</tr></thead>\n<tbody>\n" + rows + "\n</tbody>\n</table></div>";
    }

    /** Returns whether a narrow page shows each row as a card, because the table has long texts. */
    private static boolean stacked(ReportBlock.Table table) {
        return table.rows().stream()
                .flatMap(List::stream)
                .anyMatch(entry -> entry.text().length() > LONG);
    }

    private static String row(List<ReportBlock.Entry> entries, List<String> header) {
        String name = entries.get(0).text();
        StringBuilder row = new StringBuilder("<tr><th scope=\"row\"" + (name.length() > LONG ? " class=\"long\"" : "")
                + ">" + Markup.escape(name) + "</th>");
        for (int i = 1; i < entries.size(); i++) {
            row.append(entry(entries.get(i), header.get(i)));
        }
        return row.append("</tr>").toString();
    }

    private static String entry(ReportBlock.Entry entry, String column) {
        String style = entry.verdict() != null
                ? entry.verdict().describe()
                : entry.text().length() > LONG ? "long" : null;
        String look = style == null ? "" : " class=\"" + style + "\"";
        String below = entry.below() == null ? "" : "<small>" + Markup.escape(entry.below()) + "</small>";
        return "<td" + look + " data-column=\"" + Markup.escape(column) + "\">" + Markup.escape(entry.text()) + below
                + "</td>";
    }

    private static String style() {
        try (InputStream in = HtmlWriter.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE, e);
        }
    }
}
