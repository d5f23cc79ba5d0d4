package io.jointae.data.source;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Image files, a row each.
 *
 * @param shape of every row
 * @param scale whether images of another size are scaled to the shape; refused otherwise
 */
public record ImageChunk(List<ImageFile> files, Shape shape, boolean scale, SerializableConfiguration conf)
        implements Chunk {

    @Override
    public long bytes() {
        return files.stream().mapToLong(ImageFile::bytes).sum();
    }

    @Override
    public long count() {
        return files.size();
    }

    @Override
    public RowIterator read(long first) {
        Iterator<ImageFile> iterator = files.iterator();
        return new RowIterator() {
            private long id = first;

            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Example next() {
                ImageFile file = iterator.next();
                return new Example(id++, file.label(), pixels(file));
            }

            @Override
            public void close() {
                // Every file was closed when it was read.
            }
        };
    }

    private float[] pixels(ImageFile file) {
        DecodedImage picture;
        try {
            picture = decode(file, conf);
        } catch (IOException e) {
            throw new InvalidInputException(file.file() + " cannot be decoded: " + e.getMessage(), e);
        }
        if (!scale && !picture.shape().equals(shape)) {
            throw InvalidInputException.of(
                    "%s is %s but another image is %s: give --size %s to scale all to one size",
                    file.file(), picture.shape(), shape, shape);
        }
        return picture.scaledTo(shape).values();
    }

    /** @throws IOException if the file is no image that ImageIO reads */
    public static DecodedImage decode(ImageFile file, SerializableConfiguration conf) throws IOException {
        Path path = new Path(file.file());
        try (InputStream in = path.getFileSystem(conf.value()).open(path)) {
            return DecodedImage.decode(in);
        }
    }
}
