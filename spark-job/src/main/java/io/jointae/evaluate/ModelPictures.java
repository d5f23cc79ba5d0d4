package io.jointae.evaluate;

import io.jointae.base.PendingOutput;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.evaluate.picture.Pictures;
import io.jointae.stack.StackModel;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** {@code filters.png} and {@code reconstructions.png} of a model. */
public final class ModelPictures {

    private static final int FILTERS = 200;
    private static final int RECONSTRUCTIONS = 100;

    private ModelPictures() {}

    /** Writes both into a directory that appears complete or not at all. */
    public static void write(Configuration conf, String directory, boolean overwrite, ModelOnDataset evaluated)
            throws IOException {
        StackModel model = evaluated.model().model();
        Shape shape = evaluated.data().manifest().shape();
        int n = (int) Math.min(RECONSTRUCTIONS, evaluated.data().count(Split.TRAIN));
        try (PendingOutput out = PendingOutput.create(conf, directory, overwrite)) {
            out.path().getFileSystem(conf).mkdirs(out.path());
            ImageSheet.write(conf, Pictures.filters(model, shape, FILTERS), new Path(out.path(), "filters.png"));
            if (n > 0) {
                float[] rows = SamplingEvaluation.trainingRows(evaluated.data(), n);
                ImageSheet.write(
                        conf,
                        Pictures.reconstructions(model, shape, rows, n),
                        new Path(out.path(), "reconstructions.png"));
            }
            out.commit();
        }
    }
}
