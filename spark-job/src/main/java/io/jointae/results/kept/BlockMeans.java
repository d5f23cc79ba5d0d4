package io.jointae.results.kept;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A value that is measured per row, such as a log-likelihood, as the means of blocks of rows. Two models that were measured
 * on the same rows can then be compared block by block long after both were measured. Row {@code i} belongs to block {@code
 * i mod blocks}. The file of a cell is {@code block-means/KEY.json} in the results folder, where {@code KEY} is {@link
 * io.jointae.results.Cell#key()}; 1,000 blocks take 6 KB.
 *
 * @param format version of this layout
 * @param cell key of the measured cell, see {@link io.jointae.results.Cell#key()}
 * @param rows number of rows that were measured
 * @param means the means of the blocks as Base64 of single-precision numbers, lowest byte first
 */
public record BlockMeans(int format, String cell, long rows, String means) implements KeptFile.OfCell {

    /** Folder of these files in a results folder. */
    public static final String FOLDER = "block-means";

    /** The number of blocks; a split with fewer rows has one block per row. */
    public static final int MOST_BLOCKS = 1000;

    private static final int FORMAT = 1;

    /** Refuses a layout of a newer version, and a number of blocks that does not suit the number of rows. */
    @JsonCreator
    public BlockMeans {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(means, "means");
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
        }
        int blocks = decoded(means).length;
        if (rows < 1 || blocks != blocks(rows)) {
            throw new IllegalArgumentException(blocks + " blocks do not suit " + rows + " rows");
        }
    }

    /**
     * Packs the means of a cell.
     *
     * @param cell key of the measured cell
     * @param rows number of rows that were measured
     * @param means {@code [blocks(rows)]}
     */
    public static BlockMeans of(String cell, long rows, float[] means) {
        ByteBuffer bytes = ByteBuffer.allocate(means.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(means);
        return new BlockMeans(FORMAT, cell, rows, Base64.getEncoder().encodeToString(bytes.array()));
    }

    /** Returns the number of blocks of a number of rows. */
    public static int blocks(long rows) {
        return (int) Math.min(rows, MOST_BLOCKS);
    }

    /**
     * Returns the differences of the blocks, this model minus another one.
     *
     * @param other the same rows under another model
     * @return {@code [blocks]}
     */
    public double[] minus(BlockMeans other) {
        if (other.rows != rows) {
            throw new IllegalArgumentException(
                    "models measured on " + rows + " and on " + other.rows + " rows cannot be compared row by row");
        }
        float[] here = decoded(means);
        float[] there = decoded(other.means);
        double[] differences = new double[here.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = (double) here[i] - there[i];
        }
        return differences;
    }

    /** Writes the file of this cell into a results folder and replaces an older one. */
    public void write(Configuration conf, String results) throws IOException {
        KeptFile.write(conf, results, FOLDER, this);
    }

    /**
     * Reads the file of a cell.
     *
     * @return empty if the results folder has no such file
     * @throws InvalidInputException if the file is damaged or belongs to another cell
     */
    public static Optional<BlockMeans> find(Configuration conf, String results, String cell) throws IOException {
        return KeptFile.find(conf, results, FOLDER, cell, BlockMeans.class);
    }

    private static float[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are not single-precision numbers");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
