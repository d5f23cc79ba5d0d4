package io.jointae.data.describe;

import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.feature.Scaling;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Draws training rows with their labels: one line per label, with the rows of the lowest ids. */
public final class LabelSheet {

    /** The number of samples per label. */
    static final int COLUMNS = 10;

    /** The largest number of labels on a sheet. */
    static final int MAX_LABELS = 20;

    /** The number of values of a row up to which it is drawn as a line. */
    private static final int LONGEST_LINE = 4096;

    private static final int MARGIN = 4;
    private static final int TEXT = 14;
    private static final int MIN_SIDE = 56;

    private LabelSheet() {}

    /** Returns a picture of the training rows of a dataset. */
    public static BufferedImage draw(PreparedDataset data) {
        List<List<Row>> lines = lines(data.rows(Split.TRAIN), data.classes());
        Shape shape = drawable(data.manifest().shape());
        int zoom = Math.max(1, (MIN_SIDE + shape.width() - 1) / shape.width());
        int cellWidth = shape.width() * zoom + MARGIN;
        int cellHeight = shape.height() * zoom + MARGIN + TEXT;
        BufferedImage sheet = new BufferedImage(
                COLUMNS * cellWidth + MARGIN, lines.size() * cellHeight + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        try {
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, TEXT - 3));
            // This color makes the edges of black images and of white images visible.
            pen.setColor(Color.LIGHT_GRAY);
            pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            pen.setColor(Color.BLACK);
            for (int y = 0; y < lines.size(); y++) {
                for (int x = 0; x < lines.get(y).size(); x++) {
                    Row row = lines.get(y).get(x);
                    int left = MARGIN + x * cellWidth;
                    int top = MARGIN + y * cellHeight;
                    image(sheet, levels(row.getList(1), data.scaling()), shape, zoom, left, top);
                    String label = label(data.manifest(), row.getInt(0));
                    pen.drawString(label, left, top + shape.height() * zoom + TEXT - MARGIN);
                }
            }
        } finally {
            pen.dispose();
        }
        return sheet;
    }

    /** Writes a picture as a PNG to a file that does not exist yet. */
    public static void write(BufferedImage sheet, FileSystem fileSystem, Path file) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            write(sheet, out);
        }
    }

    /** Writes the picture to a stream as a PNG file, and leaves the stream open. */
    public static void write(BufferedImage sheet, OutputStream out) throws IOException {
        ImageIO.write(sheet, "png", out);
    }

    private static List<List<Row>> lines(Dataset<Row> rows, int classes) {
        List<List<Row>> lines = new ArrayList<>();
        if (classes == 0) {
            List<Row> samples = first(rows, COLUMNS * COLUMNS);
            for (int from = 0; from < samples.size(); from += COLUMNS) {
                lines.add(samples.subList(from, Math.min(samples.size(), from + COLUMNS)));
            }
        }
        for (int label = 0; label < Math.min(classes, MAX_LABELS); label++) {
            lines.add(first(rows.where(rows.col("label").equalTo(label)), COLUMNS));
        }
        return lines;
    }

    private static List<Row> first(Dataset<Row> rows, int count) {
        return rows.orderBy("id").limit(count).select("label", "pixels").collectAsList();
    }

    /** Returns the shape to draw: rows that are not images become a square if their length allows it, otherwise a line. */
    private static Shape drawable(Shape shape) {
        int side = (int) Math.round(Math.sqrt(shape.width()));
        boolean flat = shape.height() == 1 && shape.channels() == 1;
        if (flat && shape.width() > LONGEST_LINE) {
            // Only the first values of a wide row fit a square.
            int inside = (int) Math.sqrt(shape.width());
            return Shape.gray(inside, inside);
        }
        return flat && side * side == shape.width() ? Shape.gray(side, side) : shape;
    }

    private static String label(Manifest manifest, int label) {
        if (label < 0) {
            return "";
        }
        return manifest.labelNames().isEmpty()
                ? Integer.toString(label)
                : manifest.labelNames().get(label);
    }

    private static float[] levels(List<Float> pixels, Scaling scaling) {
        float[] levels = new float[pixels.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = scaling.level(pixels.get(i));
        }
        return levels;
    }

    private static void image(BufferedImage sheet, float[] pixels, Shape shape, int zoom, int left, int top) {
        for (int y = 0; y < shape.height() * zoom; y++) {
            for (int x = 0; x < shape.width() * zoom; x++) {
                int start = (y / zoom * shape.width() + x / zoom) * shape.channels();
                int red = level(pixels[start]);
                int green = shape.channels() < 3 ? red : level(pixels[start + 1]);
                int blue = shape.channels() < 3 ? red : level(pixels[start + 2]);
                sheet.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
            }
        }
    }

    private static int level(float pixel) {
        return Math.round(pixel * 255);
    }
}
