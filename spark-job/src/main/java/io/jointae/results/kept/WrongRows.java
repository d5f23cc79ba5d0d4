package io.jointae.results.kept;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The test rows that a classifier got wrong, one bit per row. Two models that were tested on the same rows can then
 * be compared row by row long after both were measured. The file of a cell is {@code wrong-rows/KEY.json} in the
 * results folder, where {@code KEY} is {@link io.jointae.results.Cell#key()}; 50,000 rows take 8 KB.
 *
 * @param format version of this layout
 * @param cell key of the measured cell, see {@link io.jointae.results.Cell#key()}
 * @param rows number of rows that were tested, from 1 to {@link #MOST_ROWS}
 * @param wrong a set of row ids as Base64 of a bit set, in which bit {@code i % 8} of byte {@code i / 8} stands for
 *     row {@code i}
 */
public record WrongRows(int format, String cell, long rows, String wrong) implements KeptFile.OfCell {

    /** Folder of these files in a results folder. */
    public static final String FOLDER = "wrong-rows";

    /** The largest number of tested rows that is stored; the file then has 1.7 MB. */
    public static final long MOST_ROWS = 10_000_000;

    private static final int FORMAT = 1;

    /** Refuses a layout of a newer version, and numbers of rows outside 1 to {@link #MOST_ROWS}. */
    @JsonCreator
    public WrongRows {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(wrong, "wrong");
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
        }
        if (rows < 1 || rows > MOST_ROWS) {
            throw new IllegalArgumentException("rows " + rows + " is not between 1 and " + MOST_ROWS);
        }
        if (ids(wrong).length() > rows) {
            throw new IllegalArgumentException("a wrong row lies beyond the last of " + rows + " rows");
        }
    }

    /**
     * Packs the wrong rows of a cell.
     *
     * @param cell key of the measured cell
     * @param rows number of rows that were tested
     * @param wrongIds ids of the wrong rows, each from 0 to {@code rows - 1}
     */
    public static WrongRows of(String cell, long rows, long[] wrongIds) {
        BitSet ids = new BitSet();
        for (long id : wrongIds) {
            ids.set(Math.toIntExact(id));
        }
        return new WrongRows(FORMAT, cell, rows, Base64.getEncoder().encodeToString(ids.toByteArray()));
    }

    /** Returns the share of wrong rows, in percent. */
    public double errorPercent() {
        return 100.0 * ids(wrong).cardinality() / rows;
    }

    /** Returns how many rows this model gets wrong and the other one does not. */
    public long wrongOnlyHere(WrongRows other) {
        if (other.rows != rows) {
            throw new IllegalArgumentException(
                    "models tested on " + rows + " and on " + other.rows + " rows cannot be compared row by row");
        }
        BitSet only = ids(wrong);
        only.andNot(ids(other.wrong));
        return only.cardinality();
    }

    /**
     * Returns by how much more often each row is wrong in one group of models than in another.
     *
     * @param ones models of the first group, at least one
     * @param others models of the second group, tested on the same rows
     * @return one difference of shares per row, from -1 to 1
     */
    public static double[] meanDifferences(List<WrongRows> ones, List<WrongRows> others) {
        double[] differences = new double[Math.toIntExact(ones.get(0).rows)];
        ones.forEach(one -> one.add(differences, 1.0 / ones.size()));
        others.forEach(other -> other.add(differences, -1.0 / others.size()));
        return differences;
    }

    private void add(double[] perRow, double weight) {
        if (perRow.length != rows) {
            throw new IllegalArgumentException(
                    "models tested on " + perRow.length + " and on " + rows + " rows cannot be compared row by row");
        }
        ids(wrong).stream().forEach(id -> perRow[id] += weight);
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
    public static Optional<WrongRows> find(Configuration conf, String results, String cell) throws IOException {
        return KeptFile.find(conf, results, FOLDER, cell, WrongRows.class);
    }

    private static BitSet ids(String base64) {
        return BitSet.valueOf(Base64.getDecoder().decode(base64));
    }
}
