package io.jointae.data.prepare;

import io.jointae.data.DatasetOutput;
import io.jointae.data.Split;
import java.util.Map;
import java.util.Objects;

/**
 * The request to prepare a dataset of the paper.
 *
 * @param dataset the dataset
 * @param source an official zip, or a folder with official files, zipped or extracted; null to generate rows that need no file
 * @param backgrounds a folder of photographs for the recipes that need one; otherwise null
 * @param counts the number of generated rows per split; null for the numbers of the paper
 * @param seed the seed of generated rows; official files do not need it
 * @param unverified whether rows are accepted that are not known to be the official ones
 * @param output where and how the dataset is written
 */
public record PaperDatasetRequest(
        PaperDataset dataset,
        String source,
        String backgrounds,
        Map<Split, Long> counts,
        long seed,
        boolean unverified,
        DatasetOutput output) {

    /** The default seed. */
    public static final long DEFAULT_SEED = 1;

    /** Checks the values. */
    public PaperDatasetRequest {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(output, "output");
    }

    /** Creates a request that accepts only official files. */
    public PaperDatasetRequest(
            PaperDataset dataset,
            String source,
            String backgrounds,
            Map<Split, Long> counts,
            long seed,
            DatasetOutput output) {
        this(dataset, source, backgrounds, counts, seed, false, output);
    }

    /**
     * Returns the request for a dataset of the paper's size.
     *
     * @param source an official zip, or a folder with official files, zipped or extracted; null to generate rows that need no file
     * @param folder the folder in which the dataset gets a folder of its own
     */
    public static PaperDatasetRequest of(PaperDataset dataset, String source, String folder) {
        return new PaperDatasetRequest(dataset, source, null, null, DEFAULT_SEED, false, DatasetOutput.to(folder));
    }

    /** Returns the path of the dataset's own folder. */
    public String target() {
        return output.target(dataset.id());
    }

    /** Returns the number of generated rows of a split. */
    long count(Split split) {
        return counts == null ? dataset.count(split) : counts.get(split);
    }
}
