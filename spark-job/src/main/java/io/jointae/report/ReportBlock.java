package io.jointae.report;

import java.util.List;

/**
 * One piece of the report. The report is a list of blocks, which is written twice: as HTML and as Markdown. All texts
 * are plain text; the writers escape them.
 */
sealed interface ReportBlock {

    /**
     * A heading.
     *
     * @param level 1 for the title, 2 for a section, 3 for a part of a section
     * @param text the heading's text
     */
    record Heading(int level, String text) implements ReportBlock {}

    /** A paragraph of text. */
    record Paragraph(String text) implements ReportBlock {}

    /**
     * A table.
     *
     * @param caption the text above the table
     * @param header one text per column; the first column names the rows
     * @param rows as many entries per row as the header has
     */
    record Table(String caption, List<String> header, List<List<Entry>> rows) implements ReportBlock {}

    /**
     * One field of a table.
     *
     * @param text the first line
     * @param below the second line, in a quiet color; null if there is none
     * @param verdict the verdict that colors the field; null if the field has no color
     */
    record Entry(String text, String below, Verdict verdict) {
        static Entry of(String text) {
            return new Entry(text, null, null);
        }
    }

    /**
     * A line chart.
     *
     * @param svg the drawing
     * @param description the same content as text, for readers who cannot see the drawing and for Markdown
     */
    record Drawing(String svg, String description) implements ReportBlock {}

    /**
     * A bitmap.
     *
     * @param png the bytes of a PNG file
     * @param caption the text below the picture
     */
    record Image(byte[] png, String caption) implements ReportBlock {}

    /** Drawings or images beside each other. */
    record Gallery(List<ReportBlock> pictures) implements ReportBlock {}

    /**
     * Blocks that the reader sees only after a click on the summary.
     *
     * @param summary the line that is always visible
     * @param blocks what is folded away
     */
    record Folded(String summary, List<ReportBlock> blocks) implements ReportBlock {}
}
