package io.jointae.results.kept;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.jointae.base.InvalidInputException;
import io.jointae.statistics.PairedDifferences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A value of a model on each resample of a bootstrap. The resamples of the same rows are drawn alike for every model, so
 * that two models can be compared resample by resample. The file of a cell is {@code resamples/KEY.json} in the results
 * folder; 1,000 resamples take 11 KB.
 *
 * @param format version of this layout
 * @param cell key of the measured cell, see {@link io.jointae.results.Cell#key()}
 * @param drawn identifies the rows and the seed of the resamples; equal texts stand for equal resamples
 * @param values the values as Base64 of double-precision numbers, lowest byte first
 */
public record Resamples(int format, String cell, String drawn, String values) implements KeptFile.OfCell {

    /** Folder of these files in a results folder. */
    public static final String FOLDER = "resamples";

    private static final int FORMAT = 1;

    /** Refuses a layout of a newer version, and values that are not numbers of double precision. */
    @JsonCreator
    public Resamples {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(drawn, "drawn");
        Objects.requireNonNull(values, "values");
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
        }
        if (decoded(values).length == 0) {
            throw new IllegalArgumentException("there is no resample");
        }
    }

    /**
     * Packs the values of a cell.
     *
     * @param cell key of the measured cell
     * @param drawn identifies the rows and the seed of the resamples
     * @param values one value per resample, in the order in which the resamples are drawn
     */
    public static Resamples of(String cell, String drawn, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new Resamples(FORMAT, cell, drawn, Base64.getEncoder().encodeToString(bytes.array()));
    }

    /**
     * Returns the p-value of the hypothesis that two models are equally good, by the paired bootstrap.
     *
     * @param other the values of another model
     * @return empty if its resamples are not the same
     */
    public Optional<Double> compare(Resamples other) {
        double[] here = decoded(values);
        double[] there = decoded(other.values);
        return drawn.equals(other.drawn) && here.length == there.length
                ? Optional.of(PairedDifferences.ofResamples(here, there))
                : Optional.empty();
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
    public static Optional<Resamples> find(Configuration conf, String results, String cell) throws IOException {
        return KeptFile.find(conf, results, FOLDER, cell, Resamples.class);
    }

    private static double[] decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length % Double.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are not double-precision numbers");
        }
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}
