package io.jointae.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as inline SVG in the colors of {@code report.css}: it is sharp in print, it follows the light or dark
 * scheme of the page, and drawing it needs no fonts and no display. (XChart 4 draws bitmaps only, through AWT, which
 * needs fonts on the machine.)
 *
 * @param title the text above the chart
 * @param across what the horizontal axis counts
 * @param lines at least one line, each with at least one point
 */
public record LineChart(String title, String across, List<Line> lines) {

    /**
     * A line of the chart.
     *
     * @param name the line's name in the legend
     * @param color index into the palette of the style
     * @param dashed whether the line is dashed, so that lines differ without color too
     * @param x horizontal positions, whole numbers in ascending order
     * @param y finite values, as many as positions
     */
    public record Line(String name, int color, boolean dashed, double[] x, double[] y) {}

    private static final int COLORS = 6;
    private static final int WIDTH = 480;
    private static final int LEFT = 56;
    /** Leaves room for half of the last label of the horizontal axis, such as 100,000. */
    private static final int RIGHT = WIDTH - 24;

    private static final int TOP = 28;
    private static final int BOTTOM = 250;
    private static final int TICKS = 5;
    private static final int LEGEND_COLUMNS = 4;
    private static final int LEGEND_LINE = 18;
    private static final int LEGEND_NAME = 28;
    private static final int LEGEND_GAP = 10;

    /** The width of a letter of a name, which has a size of 11 pixels. */
    private static final double LETTER = 6.5;

    public LineChart {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.x().length == 0)) {
            throw new IllegalArgumentException("the chart " + title + " has a line without points");
        }
    }

    /** Returns the chart as an {@code svg} element. */
    public String svg() {
        Axis x = axis(lines.stream().map(Line::x).toList(), 1);
        Axis y = axis(lines.stream().map(Line::y).toList(), 0);
        int columns = legendColumns();
        int legendRows = (lines.size() + columns - 1) / columns;
        int height = BOTTOM + 46 + legendRows * LEGEND_LINE;
        List<String> parts = new ArrayList<>();
        parts.add(String.format("<svg viewBox=\"0 0 %d %d\">", WIDTH, height));
        parts.add(text(LEFT, 16, "start", title, " class=\"title\""));
        for (double tick : y.ticks()) {
            parts.add(grid(LEFT, y(y, tick), RIGHT, y(y, tick)));
            parts.add(text(LEFT - 6, y(y, tick) + 4, "end", y.print(tick), ""));
        }
        for (double tick : x.ticks()) {
            parts.add(grid(x(x, tick), BOTTOM, x(x, tick), BOTTOM + 4));
            parts.add(text(x(x, tick), BOTTOM + 17, "middle", x.print(tick), ""));
        }
        parts.add(text((LEFT + RIGHT) / 2.0, BOTTOM + 34, "middle", across, ""));
        for (int i = 0; i < lines.size(); i++) {
            parts.add(polyline(lines.get(i), x, y));
            parts.addAll(legend(lines.get(i), i, columns));
        }
        parts.add("</svg>");
        return String.join("\n", parts);
    }

    /** Returns the number of columns into which the longest name fits. */
    private int legendColumns() {
        int longest =
                lines.stream().mapToInt(line -> line.name().length()).max().orElseThrow();
        double needed = LEGEND_NAME + longest * LETTER + LEGEND_GAP;
        return (int) Math.max(1, Math.min(LEGEND_COLUMNS, (RIGHT - LEFT) / needed));
    }

    private static List<String> legend(Line line, int index, int columns) {
        double left = LEFT + (index % columns) * (RIGHT - LEFT) / (double) columns;
        double middle = BOTTOM + 52.0 + (index / columns) * LEGEND_LINE;
        return List.of(
                format("<path class=\"%s\" d=\"M%.1f %.1fh22\"/>", look(line), left, middle),
                text(left + LEGEND_NAME, middle + 4, "start", line.name(), ""));
    }

    private static String polyline(Line line, Axis x, Axis y) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            points.append(format("%s%.1f %.1f", i == 0 ? "M" : "L", x(x, line.x()[i]), y(y, line.y()[i])));
        }
        // A single point becomes a dot as wide as the line, which needs a round cap.
        return format(
                "<path class=\"%s\" stroke-linecap=\"round\" d=\"%s\"/>",
                look(line), points + (line.x().length == 1 ? "h0" : ""));
    }

    private static String look(Line line) {
        return "line s" + line.color() % COLORS + (line.dashed() ? " dashed" : "");
    }

    private static String grid(double x1, double y1, double x2, double y2) {
        return format("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
    }

    private static String text(double x, double y, String anchor, String content, String attributes) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>", x, y, anchor, attributes)
                + Markup.escape(content) + "</text>";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.share(value) * (RIGHT - LEFT);
    }

    private static double y(Axis axis, double value) {
        return BOTTOM - axis.share(value) * (BOTTOM - TOP);
    }

    private static Axis axis(List<double[]> values, int smallestStep) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] each : values) {
            for (double value : each) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return Axis.over(low, high, TICKS, smallestStep);
    }
}
