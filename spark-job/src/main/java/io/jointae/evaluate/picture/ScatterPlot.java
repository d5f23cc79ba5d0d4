package io.jointae.evaluate.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Draws points of a plane, colored by label, with a legend of the labels. The digits of the legend are drawn without a
 * font, because machines without a screen often have none.
 */
public final class ScatterPlot {

    private static final int SIZE = 600;
    private static final int MARGIN = 16;
    private static final int LEGEND = 56;
    private static final int LEGEND_LINE = 16;
    private static final int MOST_IN_LEGEND = SIZE / LEGEND_LINE - 2;
    private static final double RADIUS = 2.5;
    private static final int UNLABELED = 0x606060;

    /** Colors that readers with a color vision deficiency can tell apart (Okabe and Ito 2008), and three more. */
    private static final int[] COLORS = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x000000, 0xB2A300, 0x7B3FA0, 0x8C564B
    };

    /** The digits 0 to 9 as 5 rows of 3 dots, from the top left on. */
    private static final String[] DIGITS = {
        "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001",
        "111100111001111", "111100111101111", "111001010010010", "111101111101111", "111101111001111"
    };

    private static final int DOT = 2;

    private ScatterPlot() {}

    /**
     * Draws points.
     *
     * @param coordinates {@code [n, 2]}, row after row: to the right and upward, in any finite unit
     * @param labels {@code [n]}, from 0; -1 for points without a label
     */
    public static BufferedImage draw(double[] coordinates, int[] labels) {
        BufferedImage image = new BufferedImage(SIZE + LEGEND, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        // One scale for both axes, so that distances in the picture are distances in the plane.
        double largest = Double.MIN_NORMAL;
        for (double coordinate : coordinates) {
            largest = Math.max(largest, Math.abs(coordinate));
        }
        double scale = (SIZE / 2.0 - MARGIN) / largest;
        for (int i = 0; i < labels.length; i++) {
            double x = SIZE / 2.0 + scale * coordinates[2 * i];
            double y = SIZE / 2.0 - scale * coordinates[2 * i + 1];
            graphics.setColor(color(labels[i]));
            graphics.fill(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
        drawLegend(graphics, labels);
        graphics.dispose();
        return image;
    }

    private static void drawLegend(Graphics2D graphics, int[] labels) {
        int[] shown = Arrays.stream(labels)
                .filter(label -> label >= 0)
                .sorted()
                .distinct()
                .limit(MOST_IN_LEGEND)
                .toArray();
        for (int i = 0; i < shown.length; i++) {
            int top = MARGIN + i * LEGEND_LINE;
            graphics.setColor(color(shown[i]));
            graphics.fillRect(SIZE, top, 10, 10);
            graphics.setColor(Color.BLACK);
            String digits = Integer.toString(shown[i]);
            for (int d = 0; d < digits.length(); d++) {
                drawDigit(graphics, digits.charAt(d) - '0', SIZE + 16 + d * 4 * DOT, top);
            }
        }
    }

    private static void drawDigit(Graphics2D graphics, int digit, int left, int top) {
        for (int dot = 0; dot < DIGITS[digit].length(); dot++) {
            if (DIGITS[digit].charAt(dot) == '1') {
                graphics.fillRect(left + dot % 3 * DOT, top + dot / 3 * DOT, DOT, DOT);
            }
        }
    }

    private static Color color(int label) {
        if (label < 0) {
            return new Color(UNLABELED);
        }
        Color color = new Color(COLORS[label % COLORS.length]);
        // Further labels get the same colors, darker each time.
        for (int round = label / COLORS.length; round > 0; round--) {
            color = color.darker();
        }
        return color;
    }
}
