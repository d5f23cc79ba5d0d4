package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes, with or without gzip, after Y. LeCun, "The MNIST database": two zero bytes, the type 0x08,
 * the number of dimensions, each dimension as a big-endian int, then the bytes.
 *
 * @param source the file
 * @param dimensions the dimensions; the first is the number of items
 */
@DefaultSerializer(JavaSerializer.class)
public record IdxFile(ByteSource source, int[] dimensions) implements Serializable {

    private static final int UNSIGNED_BYTE = 0x08;
    /** The largest number of bytes per item, such as a gray image of 4096x4096 pixels. */
    private static final int LARGEST_ITEM = 1 << 24;

    /**
     * Reads the header of a file.
     *
     * @throws InvalidInputException if the file is not an IDX file of unsigned bytes
     */
    public static IdxFile open(ByteSource source) throws IOException {
        try (DataInputStream in = new DataInputStream(source.openUnpacked())) {
            int magic = in.readInt();
            int rank = magic & 0xff;
            if (magic >>> 8 != UNSIGNED_BYTE || rank < 1 || rank > 4) {
                throw InvalidInputException.of(
                        "%s has the magic number 0x%08x, which is not that of an IDX file of bytes (0x000008 and 1 to 4 dimensions).",
                        source.name(), magic);
            }
            int[] dimensions = new int[rank];
            long itemBytes = 1;
            for (int i = 0; i < rank; i++) {
                dimensions[i] = in.readInt();
                itemBytes = i == 0 ? 1 : itemBytes * dimensions[i];
                if (dimensions[i] < 0 || itemBytes < 1 || itemBytes > LARGEST_ITEM) {
                    throw InvalidInputException.of(
                            "%s has a header with the invalid size %3$d in dimension %2$d.",
                            source.name(), i + 1, dimensions[i]);
                }
            }
            return new IdxFile(source, dimensions);
        } catch (EOFException e) {
            throw new InvalidInputException(source.name() + " ends within its header: get the file again.", e);
        } catch (ZipException e) {
            throw unreadable(source, e);
        }
    }

    /** Returns the number of items, such as images or labels. */
    public long items() {
        return dimensions[0];
    }

    /** Returns the number of bytes per item, such as 784. */
    public int itemBytes() {
        return Arrays.stream(dimensions).skip(1).reduce(1, (a, b) -> a * b);
    }

    /**
     * Reads the whole file.
     *
     * @throws InvalidInputException if the file is shorter or longer than its header states
     */
    public void verify() throws IOException {
        byte[] item = new byte[itemBytes()];
        try (Items all = from(0)) {
            for (long i = 0; i < items(); i++) {
                all.next(item);
            }
        }
    }

    /** Opens the file at an item. */
    Items from(long first) throws IOException {
        InputStream in = source.openUnpacked();
        try {
            in.skipNBytes(Integer.BYTES * (1L + dimensions.length) + first * itemBytes());
        } catch (EOFException e) {
            in.close();
            throw truncated(e);
        } catch (ZipException e) {
            in.close();
            throw unreadable(source, e);
        }
        return new Items(this, in, first);
    }

    private InvalidInputException truncated(EOFException e) {
        return new InvalidInputException(
                source.name() + " is truncated: its header states " + items() + " items of " + itemBytes()
                        + " bytes; get the file again.",
                e);
    }

    private static InvalidInputException unreadable(ByteSource source, ZipException e) {
        return new InvalidInputException(
                source.name() + " cannot be decompressed: " + e.getMessage() + "; get the file again.", e);
    }

    /** Reads items one after another. */
    static final class Items implements AutoCloseable {
        private final IdxFile file;
        private final InputStream in;
        private long next;

        private Items(IdxFile file, InputStream in, long first) {
            this.file = file;
            this.in = in;
            this.next = first;
        }

        /** Fills {@code item [itemBytes]} with the next item, and checks that the file ends after the last one. */
        void next(byte[] item) throws IOException {
            try {
                if (in.readNBytes(item, 0, item.length) < item.length) {
                    throw new EOFException();
                }
                if (++next == file.items() && in.read() >= 0) {
                    throw InvalidInputException.of(
                            "%s is longer than the %s of %s that its header states: get the file again.",
                            file.source.name(), Count.of(file.items(), "item"), Count.of(file.itemBytes(), "byte"));
                }
            } catch (EOFException e) {
                throw file.truncated(e);
            } catch (ZipException e) {
                throw unreadable(file.source, e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
