package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A decoded image: the stored samples divided by their highest possible value, without gamma correction. Transparency is
 * ignored.
 *
 * @param shape the height, width and number of channels
 * @param values the samples, {@code [height, width, channels]}, each in [0, 1]
 */
@DefaultSerializer(JavaSerializer.class)
public record DecodedImage(Shape shape, float[] values) implements Serializable {

    /** The largest number of pixels, whatever the size of the heap. */
    private static final long MAX_PIXELS = 64L << 20;

    /** The largest number of bytes per pixel while an image is decoded: the samples, and three floats twice. */
    private static final int BYTES_PER_PIXEL = 32;

    /** The largest number of pixels per stored byte, which a white image with one bit per pixel reaches. */
    private static final long PIXELS_PER_BYTE = 10_000;

    private static final int GRAY = 1;
    private static final int COLOR = 3;
    /** The weights of red, green and blue in the luma of ITU-R BT.601. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    /**
     * Decodes an image of a format that ImageIO reads.
     *
     * @throws IOException if the bytes are not an image, are damaged, or have more than 64 Mi pixels or more than fit into
     *     half of the heap
     */
    public static DecodedImage decode(InputStream bytes) throws IOException {
        byte[] stored = bytes.readNBytes(mostBytes());
        if (stored.length == mostBytes()) {
            throw new IOException("it is larger than the memory for an image");
        }
        long mostPixels = Math.min(Math.min(MAX_PIXELS, memory() / BYTES_PER_PIXEL), PIXELS_PER_BYTE * stored.length);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(stored))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("it is not an image of a known format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > mostPixels) {
                    throw new IOException("it has more than " + mostPixels
                            + " pixels, the limit for its size and for the memory of this process");
                }
                return of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException damaged) {
            // The readers of ImageIO throw various exceptions for damaged files.
            throw new IOException("it is damaged: " + damaged.getMessage(), damaged);
        }
    }

    /** Returns a number of bytes; an image file of that size or more is refused. */
    public static int mostBytes() {
        return (int) Math.min(memory(), Integer.MAX_VALUE - 64);
    }

    private static long memory() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /** Returns the stored samples; {@code getRGB} would apply a gamma curve to gray ones. */
    static DecodedImage of(BufferedImage image) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(image.getRaster(), palette);
        }
        Raster raster = image.getRaster();
        int channels = raster.getNumBands() < COLOR ? GRAY : COLOR;
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
        return gray ? color.withChannels(GRAY) : color;
    }

    /** Returns the image in gray, by luma, or in color, by repetition of the gray channel. */
    public DecodedImage withChannels(int channels) {
        if (channels == shape.channels()) {
            return this;
        }
        int pixels = shape.height() * shape.width();
        float[] out = new float[pixels * channels];
        for (int p = 0; p < pixels; p++) {
            if (channels == GRAY) {
                int start = p * COLOR;
                boolean same = values[start] == values[start + 1] && values[start] == values[start + 2];
                float luma = LUMA[0] * values[start] + LUMA[1] * values[start + 1] + LUMA[2] * values[start + 2];
                out[p] = same ? values[start] : Math.min(1, luma);
            } else {
                for (int c = 0; c < channels; c++) {
                    out[p * channels + c] = values[p];
                }
            }
        }
        return new DecodedImage(new Shape(shape.height(), shape.width(), channels), out);
    }

    /** Returns the image scaled to another size and number of channels. */
    public DecodedImage scaledTo(Shape target) {
        DecodedImage picture = withChannels(target.channels());
        if (picture.shape.equals(target)) {
            return picture;
        }
        float[] narrow =
                ImageScaling.rows(picture.values, shape.height(), shape.width(), target.width(), target.channels());
        float[] transposed = ImageScaling.transpose(narrow, shape.height(), target.width(), target.channels());
        float[] small =
                ImageScaling.rows(transposed, target.width(), shape.height(), target.height(), target.channels());
        return new DecodedImage(
                target, ImageScaling.transpose(small, target.width(), target.height(), target.channels()));
    }
}
