package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.feature.ScalingKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.LineRecordReader;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The lines of a CSV file that start in a range of bytes. Empty lines are ignored.
 *
 * @param file the Hadoop path of the file
 * @param start the first byte of the range
 * @param bytes the length of the range
 * @param layout how to parse a line
 * @param conf the Hadoop configuration
 */
@DefaultSerializer(JavaSerializer.class)
public record CsvChunk(String file, long start, long bytes, CsvLayout layout, SerializableConfiguration conf)
        implements Chunk {

    /** Divides a file into chunks of about {@code chunkBytes}; a compressed file is one chunk. */
    public static List<Chunk> divide(FileStatus file, long chunkBytes, CsvLayout layout, Configuration conf) {
        boolean compressed = new CompressionCodecFactory(conf).getCodec(file.getPath()) != null;
        long step = compressed ? Math.max(1, file.getLen()) : chunkBytes;
        List<Chunk> chunks = new ArrayList<>();
        SerializableConfiguration serializable = new SerializableConfiguration(conf);
        for (long start = 0; start < file.getLen(); start += step) {
            long bytes = Math.min(step, file.getLen() - start);
            chunks.add(new CsvChunk(file.getPath().toString(), start, bytes, layout, serializable));
        }
        return chunks;
    }

    @Override
    public long count() throws IOException {
        long count = 0;
        try (Lines lines = new Lines(this)) {
            while (lines.next()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public RowIterator read(long first) throws IOException {
        return new CsvRows(this, new Lines(this), first);
    }

    /**
     * Returns the invalid input of a file in which a decompressor or a checksum found damage.
     *
     * @throws IOException the given exception, if the storage threw it
     */
    public static InvalidInputException undecodable(String file, Exception e) throws IOException {
        // A reader of lines has no other reason for a RuntimeException. The JVM may leave out the stack trace of one
        // that a decompressor throws often, so that the trace cannot be required.
        if (e instanceof ChecksumException || e instanceof RuntimeException || FileFailures.isThrownByDecoder(e)) {
            return new InvalidInputException(
                    file + " cannot be decompressed: " + e.getMessage() + "; get the file again.", e);
        }
        throw (IOException) e;
    }

    /** Iterates over the lines that hold rows. */
    private static final class Lines implements AutoCloseable {
        private final LineRecordReader reader;
        private final String file;
        private final boolean header;
        private final LongWritable offset = new LongWritable();
        private final Text line = new Text();

        private Lines(CsvChunk chunk) throws IOException {
            FileSplit split = new FileSplit(new Path(chunk.file), chunk.start, chunk.bytes, (String[]) null);
            try {
                this.reader = new LineRecordReader(chunk.conf.value(), split);
            } catch (IOException | RuntimeException e) {
                throw undecodable(chunk.file, e);
            }
            this.file = chunk.file;
            this.header = chunk.layout.header();
        }

        private boolean next() throws IOException {
            try {
                while (reader.next(offset, line)) {
                    if (line.getLength() > 0 && !(header && offset.get() == 0)) {
                        return true;
                    }
                }
                return false;
            } catch (IOException | RuntimeException e) {
                throw undecodable(file, e);
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static final class CsvRows implements RowIterator {
        private final CsvChunk chunk;
        private final Lines lines;
        private final Pattern delimiter;
        private long id;
        private Boolean ahead;

        private CsvRows(CsvChunk chunk, Lines lines, long first) {
            this.chunk = chunk;
            this.lines = lines;
            this.delimiter = Pattern.compile(chunk.layout.delimiter(), Pattern.LITERAL);
            this.id = first;
        }

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                try {
                    ahead = lines.next();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return ahead;
        }

        @Override
        public Example next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ahead = null;
            String[] fields = delimiter.split(lines.line.toString(), -1);
            CsvLayout layout = chunk.layout;
            if (fields.length != layout.columns()) {
                throw invalid("has %s instead of %d: correct the row."
                        .formatted(Count.of(fields.length, "column"), layout.columns()));
            }
            int label = Example.UNLABELED;
            float[] pixels = new float[layout.width()];
            int next = 0;
            for (int column = 0; column < fields.length; column++) {
                String field = fields[column].strip();
                if (column == layout.labelColumn()) {
                    label = label(field);
                } else {
                    pixels[next++] = pixel(field, column);
                }
            }
            return new Example(id++, label, pixels);
        }

        private int label(String field) {
            try {
                int label = Integer.parseInt(field);
                if (label >= 0) {
                    return label;
                }
            } catch (NumberFormatException e) {
                throw invalid("has the label '" + field + "', which is not a whole number.");
            }
            throw invalid("has the label " + field + ", but labels start at 0.");
        }

        private float pixel(String field, int column) {
            float value;
            try {
                value = Float.parseFloat(field);
            } catch (NumberFormatException e) {
                throw notANumber(field, column);
            }
            float pixel = value / chunk.layout.scale();
            ScalingKind scaling = chunk.layout.scaling();
            if (scaling == ScalingKind.NONE && !scaling.accepts(pixel)) {
                throw InvalidInputException.of(
                        "%shas %s in column %d, which is not in [0, %s]: set %s to the highest value, or choose a %s.",
                        place(),
                        field,
                        column + 1,
                        chunk.layout.scale(),
                        FieldName.of("scale"),
                        FieldName.of("scaling"));
            }
            if (!scaling.accepts(pixel)) {
                throw InvalidInputException.of(
                        "%shas %s in column %d, but every value %s where %s is %s: correct the row.",
                        place(), field, column + 1, scaling.condition(), FieldName.of("scaling"), scaling.id());
            }
            return value;
        }

        /** Returns the error of a field, with the remedy that fits the place of the line. */
        private InvalidInputException notANumber(String field, int column) {
            String found = "%shas '%s' in column %d, which is not a number: ";
            if (chunk.layout.header()) {
                return InvalidInputException.of(
                        found + "correct the row, or choose the columns of numbers by %s or %s.",
                        place(),
                        field,
                        column + 1,
                        FieldName.of("features"),
                        FieldName.of("except"));
            }
            if (lines.offset.get() == 0) {
                return InvalidInputException.of(
                        found + "set %s if the line has the names of the columns, or correct the row.",
                        place(),
                        field,
                        column + 1,
                        FieldName.of("header"));
            }
            return InvalidInputException.of(found + "correct the row.", place(), field, column + 1);
        }

        private InvalidInputException invalid(String problem) {
            return new InvalidInputException(place() + problem);
        }

        private String place() {
            return "%s: the line at byte %d (row %d) ".formatted(chunk.file, lines.offset.get(), id + 1);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
