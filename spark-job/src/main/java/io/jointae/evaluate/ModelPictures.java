package io.jointae.evaluate;

import io.jointae.base.PendingOutput;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlocks;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.evaluate.picture.Pictures;
import io.jointae.stack.StackModel;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes {@code filters.png} and {@code reconstructions.png} of a model. */
public final class ModelPictures {

    private static final int FILTERS = 200;
    private static final int RECONSTRUCTIONS = 100;

    private ModelPictures() {}

    /**
     * Writes both pictures. The folder appears only when both are complete.
     *
     * @param conf Hadoop configuration
     * @param directory folder of the pictures
     * @param overwrite whether to replace an existing folder
     * @param subject model and the dataset whose first training rows are reconstructed
     * @throws IOException if the pictures cannot be written
     */
    public static void write(Configuration conf, String directory, boolean overwrite, ModelOnDataset subject)
            throws IOException {
        StackModel model = subject.model().model();
        Shape shape = subject.data().manifest().shape();
        int n = (int) Math.min(RECONSTRUCTIONS, subject.data().count(Split.TRAIN));
        try (PendingOutput out = PendingOutput.create(conf, directory, overwrite)) {
            out.path().getFileSystem(conf).mkdirs(out.path());
            ImageSheet.write(conf, Pictures.filters(model, shape, FILTERS), new Path(out.path(), "filters.png"));
            if (n > 0) {
                float[] rows = RowBlocks.firstTrainingRows(subject.data(), n);
                ImageSheet.write(
                        conf,
                        Pictures.reconstructions(model, shape, rows, n),
                        new Path(out.path(), "reconstructions.png"));
            }
            out.commit();
        }
    }
}
