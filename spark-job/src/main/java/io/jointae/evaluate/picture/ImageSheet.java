package io.jointae.evaluate.picture;

import io.jointae.data.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A grid of images of one shape, a pixel apart, with wider gaps before chosen columns. */
public final class ImageSheet {

    private static final int GAP = 1;
    private static final int WIDE = 6;
    private static final int BACKGROUND = 0xFFFFFF;

    private final Shape shape;
    private final int[] wideBefore;
    private final BufferedImage image;

    /**
     * @param rows of images, at least 1
     * @param columns of images, at least 1
     * @param wideBefore columns that begin another group
     */
    public ImageSheet(Shape shape, int rows, int columns, int... wideBefore) {
        this.shape = shape;
        this.wideBefore = wideBefore;
        int width = left(columns) + GAP;
        int height = GAP + rows * (shape.height() + GAP);
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] blank = new int[width * height];
        Arrays.fill(blank, BACKGROUND);
        image.setRGB(0, 0, width, height, blank, 0, width);
    }

    private int left(int column) {
        int groups =
                (int) Arrays.stream(wideBefore).filter(first -> first <= column).count();
        return GAP + column * (shape.width() + GAP) + groups * WIDE;
    }

    /**
     * Draws one image.
     *
     * @param pixels from {@code offset} on, row-major, channels last; 0 black, 1 white, others clipped
     */
    public void put(int row, int column, float[] pixels, int offset) {
        int top = GAP + row * (shape.height() + GAP);
        int at = offset;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int red = level(pixels[at]);
                int green = shape.channels() >= 3 ? level(pixels[at + 1]) : red;
                int blue = shape.channels() >= 3 ? level(pixels[at + 2]) : red;
                image.setRGB(left(column) + x, top + y, red << 16 | green << 8 | blue);
                at += shape.channels();
            }
        }
    }

    private static int level(float value) {
        return Math.round(255 * Math.max(0f, Math.min(1f, value)));
    }

    public BufferedImage image() {
        return image;
    }

    /** Writes a new PNG file. */
    public static void write(Configuration conf, BufferedImage image, Path file) throws IOException {
        try (OutputStream out = file.getFileSystem(conf).create(file, false)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java writes no PNG");
            }
        }
    }
}
