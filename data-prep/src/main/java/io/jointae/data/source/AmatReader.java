package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.RowIterator;
import io.jointae.data.RowReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.zip.ZipException;

/**
 * Reads rows of an official {@code .amat} file: pixels in [0, 1], then the label. Every task reads the file from its start
 * and skips the rows before its own.
 *
 * @param source the file, or the entry of an official zip
 * @param width the number of pixels per row, without the label
 * @param rows the number of rows that the file must have
 * @param classes the number of classes; labels are 0 to classes - 1
 */
@DefaultSerializer(JavaSerializer.class)
public record AmatReader(ByteSource source, int width, long rows, int classes) implements RowReader {

    @Override
    public RowIterator read(long from, long to) throws IOException {
        AmatParser parser = new AmatParser(source.open(), width + 1, source.name());
        return new AmatRows(this, parser, from, to);
    }

    private static final class AmatRows implements RowIterator {
        private final AmatReader reader;
        private final AmatParser parser;
        private final float[] values;
        private final long from;
        private final long to;
        private long next;

        private AmatRows(AmatReader reader, AmatParser parser, long from, long to) {
            this.reader = reader;
            this.parser = parser;
            this.values = new float[reader.width + 1];
            this.from = from;
            this.to = to;
            this.next = from;
        }

        @Override
        public boolean hasNext() {
            if (next == to && to == reader.rows) {
                requireEnd();
            }
            return next < to;
        }

        @Override
        public Example next() {
            if (next == to) {
                throw new NoSuchElementException();
            }
            boolean found = decompress(() -> skipToStart() && parser.nextRow(values));
            if (!found) {
                throw InvalidInputException.of(
                        "%s ends after %d of %d rows: download the file again.",
                        reader.source.name(), parser.rows(), reader.rows);
            }
            return new Example(next++, label(), pixels());
        }

        private boolean skipToStart() throws IOException {
            while (parser.rows() < from) {
                if (!parser.skipRow()) {
                    return false;
                }
            }
            return true;
        }

        private void requireEnd() {
            if (decompress(parser::skipRow)) {
                throw InvalidInputException.of(
                        "%s has more than %d rows: download the file again.", reader.source.name(), reader.rows);
            }
        }

        private float[] pixels() {
            for (int i = 0; i < reader.width; i++) {
                if (!(values[i] >= 0 && values[i] <= 1)) {
                    throw InvalidInputException.of(
                            "%s: row %d, column %d has %s, which is not a pixel in [0, 1].",
                            reader.source.name(), parser.rows(), i + 1, values[i]);
                }
            }
            return Arrays.copyOf(values, reader.width);
        }

        private int label() {
            float label = values[reader.width];
            if (label != (int) label || label < 0 || label >= reader.classes) {
                throw InvalidInputException.of(
                        "%s: row %d has the label %s, but labels are 0 to %d.",
                        reader.source.name(), parser.rows(), label, reader.classes - 1);
            }
            return (int) label;
        }

        private boolean decompress(Step step) {
            try {
                return step.run();
            } catch (ZipException | EOFException e) {
                throw new InvalidInputException(
                        reader.source.name() + " cannot be decompressed: " + e.getMessage()
                                + "; download the file again.",
                        e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }

    /** A step that reads compressed bytes. */
    private interface Step {
        /** Reads and returns whether there was anything to read. */
        boolean run() throws IOException;
    }
}
