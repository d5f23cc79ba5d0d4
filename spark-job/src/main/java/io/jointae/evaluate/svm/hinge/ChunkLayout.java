package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The division of numbered rows into chunks. It depends on the number of rows and features alone, and not on the
 * partitions or executors that hold the rows.
 *
 * @param count number of rows; they are numbered from 0 to {@code count - 1}
 * @param features number of features per row, without the constant of the bias
 * @param longest the largest Euclidean norm of a row with its constant
 */
@DefaultSerializer(JavaSerializer.class)
public record ChunkLayout(long count, int features, double longest) implements Serializable {

    /** The largest size of a chunk, in rows and in bytes. */
    private static final int MOST_ROWS = 1024;

    private static final long MOST_BYTES = 16L << 20;

    /** Checks the numbers. */
    public ChunkLayout {
        if (count < 1 || features < 1 || !(longest >= 1)) {
            throw new IllegalArgumentException(
                    count + " rows of " + features + " features and length " + longest + " cannot be divided.");
        }
    }

    /** Returns the number of features plus one for the constant. */
    public int width() {
        return features + 1;
    }

    /** Returns the size of all rows with their constants in single precision. */
    public long bytes() {
        return Float.BYTES * count * width();
    }

    /** Returns the number of rows of every chunk but the last one. */
    int rowsPerChunk() {
        return (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Float.BYTES / width()));
    }

    /** Returns the number of chunks. */
    public int chunks() {
        return Math.toIntExact((count + rowsPerChunk() - 1) / rowsPerChunk());
    }

    /** Returns the chunk of a row. */
    int chunk(long row) {
        return (int) (row / rowsPerChunk());
    }

    /** Returns the number of rows of a chunk. */
    int rows(int chunk) {
        return (int) Math.min(rowsPerChunk(), count - (long) chunk * rowsPerChunk());
    }

    /** Divides a block where the chunk of its rows changes. */
    List<RowBlock> pieces(RowBlock block) {
        List<RowBlock> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= block.rows(); i++) {
            if (i == block.rows() || chunk(block.ids()[i]) != chunk(block.ids()[from])) {
                pieces.add(
                        i - from == block.rows()
                                ? block
                                : new RowBlock(
                                        Arrays.copyOfRange(block.ids(), from, i),
                                        Arrays.copyOfRange(block.labels(), from, i),
                                        Arrays.copyOfRange(block.values(), from * features, i * features)));
                from = i;
            }
        }
        return pieces;
    }
}
