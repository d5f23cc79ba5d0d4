package io.jointae.report;

import java.util.List;

/** A piece of the report, written once as HTML and once as Markdown. Texts are plain: the writers escape. */
sealed interface ReportBlock {

    /** @param level 1 for the title, 2 for sections, 3 for parts of one */
    record Heading(int level, String text) implements ReportBlock {}

    record Paragraph(String text) implements ReportBlock {}

    /**
     * @param caption above it
     * @param header one text a column; the first column names the rows
     * @param rows as many entries as the header has
     */
    record Table(String caption, List<String> header, List<List<Entry>> rows) implements ReportBlock {}

    /**
     * What stands in one field of a table.
     *
     * @param text first line
     * @param below second line, subdued; null for none
     * @param verdict how to tint it; null for not at all
     */
    record Entry(String text, String below, Verdict verdict) {
        static Entry of(String text) {
            return new Entry(text, null, null);
        }
    }

    /**
     * @param svg the drawing
     * @param words the same for who cannot see it, and for Markdown
     */
    record Drawing(String svg, String words) implements ReportBlock {}

    /**
     * @param png its bytes
     * @param name file name
     */
    record Image(byte[] png, String name) implements ReportBlock {}

    /** Drawings or images side by side. */
    record Gallery(List<ReportBlock> pictures) implements ReportBlock {}
}
