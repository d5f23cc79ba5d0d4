package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import io.jointae.data.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;

/**
 * Reads the images of an IDX file with the labels of another one. A pixel is its byte divided by 255.
 *
 * @param images the file of the images
 * @param labels the file of the labels; null for images without labels
 */
@DefaultSerializer(JavaSerializer.class)
public record IdxReader(IdxFile images, IdxFile labels) implements RowReader {

    /** The highest value of a byte, the divisor of every pixel. */
    public static final float WHITE = 255f;

    /** Checks that the two files belong together. */
    public IdxReader {
        if (images.dimensions().length < 2) {
            throw InvalidInputException.of(
                    "%s has 1 dimension, but images have 2 to 4: give the file of the images, not that of the labels.",
                    images.source().name());
        }
        if (labels != null && labels.dimensions().length != 1) {
            throw InvalidInputException.of(
                    "%s has %d dimensions, but labels have 1: give the file of the labels, not that of the images.",
                    labels.source().name(), labels.dimensions().length);
        }
        if (labels != null && labels.items() != images.items()) {
            throw InvalidInputException.of(
                    "%s has %s, but %s has %s: give files that belong together.",
                    images.source().name(),
                    Count.of(images.items(), "image"),
                    labels.source().name(),
                    Count.of(labels.items(), "label"));
        }
    }

    /** Opens two files and checks that they belong together; {@code labels} is null for images without labels. */
    public static IdxReader open(ByteSource images, ByteSource labels) throws IOException {
        return new IdxReader(IdxFile.open(images), labels == null ? null : IdxFile.open(labels));
    }

    /** Returns the number of images. */
    public long rows() {
        return images.items();
    }

    /** Returns the shape of an image; a file with the dimensions {@code [items, width]} holds flat rows. */
    public Shape shape() {
        int[] d = images.dimensions();
        return switch (d.length) {
            case 2 -> Shape.flat(d[1]);
            case 3 -> Shape.gray(d[1], d[2]);
            default -> new Shape(d[1], d[2], d[3]);
        };
    }

    @Override
    public RowIterator read(long from, long to) throws IOException {
        IdxFile.Items pixels = images.from(from);
        try {
            return new IdxRows(pixels, labels == null ? null : labels.from(from), images.itemBytes(), from, to);
        } catch (IOException | InvalidInputException e) {
            pixels.close();
            throw e;
        }
    }

    /**
     * Reads all labels and checks their range.
     *
     * @throws InvalidInputException if a label is not one of 0 to classes - 1
     */
    public void checkLabels(int classes) throws IOException {
        byte[] label = new byte[1];
        try (IdxFile.Items all = labels.from(0)) {
            for (long row = 1; row <= rows(); row++) {
                all.next(label);
                if ((label[0] & 0xff) >= classes) {
                    throw InvalidInputException.of(
                            "%s: row %d has the label %d, but labels are 0 to %d.",
                            labels.source().name(), row, label[0] & 0xff, classes - 1);
                }
            }
        }
    }

    /**
     * Copies all images and labels without scaling.
     *
     * @param images the target of the pixels, {@code [rows, item bytes]}
     * @param labels the target of the labels, {@code [rows]}
     * @param first the row at which both copies start
     */
    public void copyInto(byte[] images, byte[] labels, int first) throws IOException {
        byte[] image = new byte[this.images.itemBytes()];
        byte[] label = new byte[1];
        try (IdxFile.Items pixels = this.images.from(0);
                IdxFile.Items classes = this.labels.from(0)) {
            for (int row = first; row < first + rows(); row++) {
                pixels.next(image);
                classes.next(label);
                System.arraycopy(image, 0, images, row * image.length, image.length);
                labels[row] = label[0];
            }
        }
    }

    private static final class IdxRows implements RowIterator {
        private final IdxFile.Items images;
        private final IdxFile.Items labels;
        private final byte[] image;
        private final byte[] label = new byte[1];
        private final long to;
        private long next;

        private IdxRows(IdxFile.Items images, IdxFile.Items labels, int itemBytes, long from, long to) {
            this.images = images;
            this.labels = labels;
            this.image = new byte[itemBytes];
            this.next = from;
            this.to = to;
        }

        @Override
        public boolean hasNext() {
            return next < to;
        }

        @Override
        public Example next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                images.next(image);
                if (labels != null) {
                    labels.next(label);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Example(next++, labels == null ? Example.UNLABELED : label[0] & 0xff, scaled(image));
        }

        @Override
        public void close() throws IOException {
            images.close();
            if (labels != null) {
                labels.close();
            }
        }
    }

    /** Returns the bytes scaled to [0, 1]. */
    static float[] scaled(byte[] bytes) {
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pixels[i] = (bytes[i] & 0xff) / WHITE;
        }
        return pixels;
    }
}
