package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
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
 * A list of image files, each of which is a row.
 *
 * @param files the files
 * @param shape the shape of every row
 * @param scale whether images of another size are scaled to the shape; otherwise they are invalid
 * @param conf the Hadoop configuration
 */
@DefaultSerializer(JavaSerializer.class)
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
                // Every file is closed after it is read.
            }
        };
    }

    private float[] pixels(ImageFile file) {
        DecodedImage picture;
        try {
            picture = decode(file, conf);
        } catch (IOException e) {
            throw new InvalidInputException(file.file() + " cannot be decoded: " + e.getMessage() + ".", e);
        }
        if (!scale && !picture.shape().equals(shape)) {
            throw InvalidInputException.of(
                    "%s has the size %s, but another image has %s: set %s to scale all images to one size.",
                    file.file(), picture.shape(), shape, FieldName.of("size"));
        }
        return picture.scaledTo(shape).values();
    }

    /**
     * Decodes a file.
     *
     * @throws IOException if ImageIO cannot read the file
     */
    public static DecodedImage decode(ImageFile file, SerializableConfiguration conf) throws IOException {
        Path path = new Path(file.file());
        try (InputStream in = path.getFileSystem(conf.value()).open(path)) {
            return DecodedImage.decode(in);
        }
    }
}
