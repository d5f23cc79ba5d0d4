package io.jointae.data.prepare;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import java.util.Map;
import java.util.Objects;

/**
 * One dataset of the catalogue to be prepared.
 *
 * @param out folder in which the dataset's own folder, named {@link PaperDataset#command()}, appears
 * @param source an official zip or a folder with the official files; null to make the data from nothing
 * @param backgrounds a folder of images for the recipes that need one; null where none is given
 * @param seed of a recipe; official files ignore it
 * @param counts rows of each split of a made dataset; null for the paper's
 * @param rowsPerFile about how many rows a Parquet file holds
 */
public record PrepareRequest(
        PaperDataset entry,
        String out,
        String source,
        String backgrounds,
        long seed,
        Map<Split, Long> counts,
        long rowsPerFile,
        boolean overwrite) {

    /** Keeps the paper's test sets in two files, one for each of two cores. */
    public static final long ROWS_PER_FILE = 25_000;

    public static final long SEED = 1;

    public PrepareRequest {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(out, "out");
        if (rowsPerFile < 1) {
            throw InvalidInputException.of("--rows-per-file is %d: give 1 or more", rowsPerFile);
        }
    }

    /** With the paper's sizes. */
    public static PrepareRequest of(PaperDataset entry, String out, String source) {
        return new PrepareRequest(entry, out, source, null, SEED, null, ROWS_PER_FILE, false);
    }

    /** Where the dataset appears. */
    public String target() {
        return out.endsWith("/") ? out + entry.command() : out + "/" + entry.command();
    }

    /** Rows of a split of a made dataset. */
    long count(Split split) {
        return counts == null ? entry.count(split) : counts.get(split);
    }
}
