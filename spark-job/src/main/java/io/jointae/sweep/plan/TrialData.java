package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalogue;
import io.jointae.data.prepare.PaperDataset;
import io.jointae.results.DataOrigin;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a plan needs to know of a dataset.
 *
 * @param dir its folder
 * @param name as the paper writes it
 * @param hash of its content
 * @param width values of an example
 * @param classes labels; 0 for unlabeled data
 */
public record TrialData(
        String dir,
        String name,
        String hash,
        DataOrigin origin,
        int width,
        int classes,
        long trainRows,
        long validRows,
        long testRows) {

    /** From its manifest; reads no data. */
    static TrialData of(Configuration conf, String dir) throws IOException {
        Manifest manifest = PreparedDataset.manifest(conf, dir);
        return new TrialData(
                dir,
                manifest.name(),
                manifest.hash(),
                DataOrigin.of(manifest),
                manifest.shape().size(),
                manifest.classes(),
                manifest.count(Split.TRAIN),
                manifest.count(Split.VALID),
                manifest.count(Split.TEST));
    }

    /**
     * As above, or at the paper's sizes where one of its datasets is not prepared yet: to plan, not to run.
     *
     * @throws InvalidInputException if it is neither prepared nor the paper's
     */
    static TrialData expected(Configuration conf, String dir) throws IOException {
        Path path = new Path(dir);
        Optional<PaperDataset> known = Catalogue.find(path.getName());
        if (known.isEmpty() || path.getFileSystem(conf).exists(new Path(path, Manifest.FILE))) {
            return of(conf, dir);
        }
        PaperDataset entry = known.get();
        return new TrialData(
                dir,
                entry.paper(),
                "not prepared",
                DataOrigin.REGENERATED,
                entry.shape().size(),
                entry.classes(),
                entry.count(Split.TRAIN),
                entry.count(Split.VALID),
                entry.count(Split.TEST));
    }
}
