package io.jointae.evaluate.picture;

import io.jointae.data.Shape;
import io.jointae.feature.Scaling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A grid of images of the same shape. Images are one pixel apart, with wider gaps before chosen columns. */
public final class ImageSheet {

    private static final int GAP = 1;
    private static final int GROUP_GAP = 6;
    private static final int BACKGROUND = 0xFFFFFF;

    private final Shape shape;
    private final int[] groupStarts;
    private final BufferedImage image;
    private final Scaling scaling;

    /** Creates a blank sheet for images in [0, 1], with the arguments of the other constructor. */
    public ImageSheet(Shape shape, int rows, int columns, int... groupStarts) {
        this(Scaling.NONE, shape, rows, columns, groupStarts);
    }

    /**
     * Creates a blank sheet.
     *
     * @param scaling scaling that made the pixels
     * @param shape shape of each image
     * @param rows number of rows of images, at least 1
     * @param columns number of columns of images, at least 1
     * @param groupStarts columns before which there is a wider gap
     */
    public ImageSheet(Scaling scaling, Shape shape, int rows, int columns, int... groupStarts) {
        this.scaling = scaling;
        this.shape = shape;
        this.groupStarts = groupStarts;
        int width = left(columns) + GAP;
        int height = GAP + rows * (shape.height() + GAP);
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] blank = new int[width * height];
        Arrays.fill(blank, BACKGROUND);
        image.setRGB(0, 0, width, height, blank, 0, width);
    }

    private int left(int column) {
        int groups = (int)
                Arrays.stream(groupStarts).filter(first -> first <= column).count();
        return GAP + column * (shape.width() + GAP) + groups * GROUP_GAP;
    }

    /**
     * Draws one image.
     *
     * @param row row of the sheet
     * @param column column of the sheet
     * @param pixels pixels in row-major order, channels last, whose {@link Scaling#level} is drawn from black to white
     * @param offset position of the first pixel of the image
     */
    public void put(int row, int column, float[] pixels, int offset) {
        int top = GAP + row * (shape.height() + GAP);
        int next = offset;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int red = level(pixels[next]);
                int green = shape.channels() >= 3 ? level(pixels[next + 1]) : red;
                int blue = shape.channels() >= 3 ? level(pixels[next + 2]) : red;
                image.setRGB(left(column) + x, top + y, red << 16 | green << 8 | blue);
                next += shape.channels();
            }
        }
    }

    private int level(float value) {
        return Math.round(255 * scaling.level(value));
    }

    /** Returns the image of the whole sheet. */
    public BufferedImage image() {
        return image;
    }

    /**
     * Writes an image as a PNG file.
     *
     * @param conf Hadoop configuration
     * @param image image to write
     * @param file file that does not exist yet
     * @throws IOException if the file exists or cannot be written
     */
    public static void write(Configuration conf, BufferedImage image, Path file) throws IOException {
        try (OutputStream out = file.getFileSystem(conf).create(file, false)) {
            write(image, out);
        }
    }

    /** Writes an image to a stream as a PNG file, and leaves the stream open. */
    public static void write(BufferedImage image, OutputStream out) throws IOException {
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("This Java installation cannot write PNG images.");
        }
    }
}
