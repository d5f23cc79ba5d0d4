package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.feature.ScalingKind;
import io.jointae.results.DataOrigin;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The facts about a dataset that a plan needs.
 *
 * @param dir folder of the dataset
 * @param name name as the paper writes it, or the user's name
 * @param hash hash of the contents
 * @param origin where the rows come from
 * @param size numbers of values, classes and rows
 * @param scaling how values become inputs of a network
 */
public record TrialData(String dir, String name, String hash, DataOrigin origin, Size size, ScalingKind scaling) {

    /**
     * The size of a dataset.
     *
     * @param width number of values per example
     * @param classes number of classes; 0 for unlabeled data
     * @param trainRows number of training rows
     * @param validRows number of validation rows
     * @param testRows number of test rows
     */
    public record Size(int width, int classes, long trainRows, long validRows, long testRows) {}

    /** Returns the facts that the manifest of a prepared dataset states, without reading the rows. */
    static TrialData of(Configuration conf, String dir) throws IOException {
        Manifest manifest = PreparedDataset.manifest(conf, dir);
        return new TrialData(
                dir,
                manifest.name(),
                manifest.hash(),
                DataOrigin.of(manifest),
                new Size(
                        manifest.shape().size(),
                        manifest.classes(),
                        manifest.count(Split.TRAIN),
                        manifest.count(Split.VALID),
                        manifest.count(Split.TEST)),
                manifest.scaling().kind());
    }

    /**
     * Returns the facts about a dataset that may not be prepared yet. A dataset of the paper that is not prepared has the
     * paper's size. The result is for planning only, not for running.
     *
     * @throws InvalidInputException if the dataset is neither prepared nor one of the paper's
     */
    static TrialData expected(Configuration conf, String dir) throws IOException {
        Path path = new Path(dir);
        Optional<PaperDataset> known = Catalog.find(path.getName());
        if (known.isEmpty() || path.getFileSystem(conf).exists(new Path(path, Manifest.FILE))) {
            return of(conf, dir);
        }
        PaperDataset dataset = known.get();
        return new TrialData(
                dir,
                dataset.paperName(),
                "not prepared",
                DataOrigin.REGENERATED,
                new Size(
                        dataset.shape().size(),
                        dataset.classes(),
                        dataset.count(Split.TRAIN),
                        dataset.count(Split.VALID),
                        dataset.count(Split.TEST)),
                ScalingKind.NONE);
    }
}
