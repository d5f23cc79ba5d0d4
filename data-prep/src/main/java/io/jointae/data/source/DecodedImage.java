package io.jointae.data.source;

import io.jointae.data.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A decoded image: the stored samples divided by their highest value, without any gamma. Transparency is
 * ignored.
 *
 * @param values [height, width, channels], each in [0, 1]
 */
public record DecodedImage(Shape shape, float[] values) implements Serializable {

    /** Above this an image is taken for an attack on the heap. */
    private static final long LARGEST = 64L << 20;

    private static final int GREY = 1;
    private static final int COLOR = 3;
    /** Weights of red, green and blue in ITU-R BT.601's luma. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    /** @throws IOException if it is no image, is damaged, or has more than 64 Mi pixels */
    public static DecodedImage decode(InputStream bytes) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not an image of a known format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > LARGEST) {
                    throw new IOException("more than " + LARGEST + " pixels");
                }
                return of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException damaged) {
            // ImageIO's readers meet damage with whatever exception comes first.
            throw new IOException("damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** The samples as stored; {@code getRGB} would pass gray ones through a gamma curve. */
    static DecodedImage of(BufferedImage image) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(image.getRaster(), palette);
        }
        Raster raster = image.getRaster();
        int channels = raster.getNumBands() < COLOR ? GREY : COLOR;
        Shape shape = new Shape(raster.getHeight(), raster.getWidth(), channels);
        float[] values = new float[shape.size()];
        int i = 0;
        int[] samples = new int[raster.getNumBands()];
        float[] highest = new float[channels];
        for (int c = 0; c < channels; c++) {
            highest[c] = (float) ((1L << raster.getSampleModel().getSampleSize(c)) - 1);
        }
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                raster.getPixel(x, y, samples);
                for (int c = 0; c < channels; c++) {
                    values[i++] = samples[c] / highest[c];
                }
            }
        }
        return new DecodedImage(shape, values);
    }

    private static DecodedImage ofPalette(Raster raster, IndexColorModel palette) {
        Shape shape = new Shape(raster.getHeight(), raster.getWidth(), COLOR);
        float[] values = new float[shape.size()];
        int i = 0;
        boolean gray = true;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                int entry = raster.getSample(x, y, 0);
                int red = palette.getRed(entry);
                int green = palette.getGreen(entry);
                int blue = palette.getBlue(entry);
                gray &= red == green && green == blue;
                values[i++] = red / IdxReader.WHITE;
                values[i++] = green / IdxReader.WHITE;
                values[i++] = blue / IdxReader.WHITE;
            }
        }
        DecodedImage color = new DecodedImage(shape, values);
        return gray ? color.withChannels(GREY) : color;
    }

    /** Color to gray by luma, gray to color by repetition. */
    public DecodedImage withChannels(int channels) {
        if (channels == shape.channels()) {
            return this;
        }
        int pixels = shape.height() * shape.width();
        float[] out = new float[pixels * channels];
        for (int p = 0; p < pixels; p++) {
            if (channels == GREY) {
                int at = p * COLOR;
                boolean same = values[at] == values[at + 1] && values[at] == values[at + 2];
                float luma = LUMA[0] * values[at] + LUMA[1] * values[at + 1] + LUMA[2] * values[at + 2];
                out[p] = same ? values[at] : Math.min(1, luma);
            } else {
                for (int c = 0; c < channels; c++) {
                    out[p * channels + c] = values[p];
                }
            }
        }
        return new DecodedImage(new Shape(shape.height(), shape.width(), channels), out);
    }

    /** Scaled to another size and number of channels. */
    public DecodedImage scaledTo(Shape wanted) {
        DecodedImage picture = withChannels(wanted.channels());
        if (picture.shape.equals(wanted)) {
            return picture;
        }
        float[] narrow =
                ImageScaling.rows(picture.values, shape.height(), shape.width(), wanted.width(), wanted.channels());
        float[] turned = ImageScaling.transpose(narrow, shape.height(), wanted.width(), wanted.channels());
        float[] small = ImageScaling.rows(turned, wanted.width(), shape.height(), wanted.height(), wanted.channels());
        return new DecodedImage(
                wanted, ImageScaling.transpose(small, wanted.width(), wanted.height(), wanted.channels()));
    }
}
