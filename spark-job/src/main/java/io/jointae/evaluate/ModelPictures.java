package io.jointae.evaluate;

import io.jointae.base.AtomicFile;
import io.jointae.base.CommittedFolder;
import io.jointae.base.PendingOutput;
import io.jointae.data.Example;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.picture.CodePlane;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.evaluate.picture.Pictures;
import io.jointae.evaluate.picture.ScatterPlot;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.MarkovChains;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Draws pictures of a model: {@code filters.png}, {@code reconstructions.png}, {@code codes.png} and {@code
 * samples.png}.
 */
public final class ModelPictures {

    private static final String CODES = "codes.png";
    private static final int FILTERS = 200;
    private static final int RECONSTRUCTIONS = 100;

    /** The samples of one chain that {@link SampleSheet} needs. */
    private static final SamplingPlan SAMPLES = new SamplingPlan(480, 1, 0, 1, SamplingPlan.Draw.MEAN, 1);

    /** The largest width of a picture of a row. */
    private static final int WIDEST = 4096;

    private ModelPictures() {}

    /**
     * Writes the filters, the reconstructions and the codes. The folder appears only when both are complete.
     *
     * @param conf Hadoop configuration
     * @param directory folder of the pictures
     * @param overwrite whether to replace an existing folder
     * @param subject model and the dataset of which some training rows are reconstructed
     * @throws IOException if the pictures cannot be written
     */
    public static void write(Configuration conf, String directory, boolean overwrite, ModelOnDataset subject)
            throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, directory, overwrite)) {
            out.path().getFileSystem(conf).mkdirs(out.path());
            if (isDrawable(subject)) {
                ImageSheet.write(conf, filters(subject), new Path(out.path(), "filters.png"));
            }
            if (isDrawable(subject) && subject.data().count(Split.TRAIN) > 0) {
                ImageSheet.write(conf, reconstructions(subject), new Path(out.path(), "reconstructions.png"));
            }
            Optional<Split> split = splitOfCodes(subject);
            if (split.isPresent()) {
                ImageSheet.write(conf, codes(subject, split.get()), new Path(out.path(), CODES));
            }
            out.commit();
        }
    }

    /**
     * Adds the pictures that a folder does not have yet: filters, codes, reconstructions if there are training rows, and
     * samples if the model also defines a Markov chain. Each picture appears complete or not at all.
     *
     * @param conf Hadoop configuration
     * @param directory folder of the pictures, such as the model's own folder
     * @param subject model and the dataset that it was trained on
     * @param cache rows that evaluations share
     * @throws IOException if a picture cannot be written
     */
    public static void addMissing(Configuration conf, String directory, ModelOnDataset subject, EvaluationCache cache)
            throws IOException {
        Path folder = CommittedFolder.of(conf, directory).path();
        if (isDrawable(subject)) {
            addMissing(conf, new Path(folder, "filters.png"), () -> filters(subject));
        }
        Optional<Split> split = splitOfCodes(subject);
        if (split.isPresent()) {
            addMissing(conf, new Path(folder, CODES), () -> codes(subject, split.get()));
        }
        if (isDrawable(subject) && subject.data().count(Split.TRAIN) > 0) {
            addMissing(conf, new Path(folder, "reconstructions.png"), () -> reconstructions(subject));
            if (MarkovChains.areDefinedFor(subject.model().model().architecture())) {
                addMissing(conf, new Path(folder, "samples.png"), () -> samples(subject, cache));
            }
        }
    }

    private static void addMissing(Configuration conf, Path file, Drawing drawing) throws IOException {
        if (file.getFileSystem(conf).exists(file)) {
            return;
        }
        BufferedImage image = drawing.draw();
        AtomicFile.write(conf, file.toString(), true, out -> ImageSheet.write(image, out));
    }

    /** Returns whether rows are narrow enough to be drawn: wider ones are no images. */
    private static boolean isDrawable(ModelOnDataset subject) {
        return subject.data().manifest().shape().width() <= WIDEST;
    }

    private static BufferedImage filters(ModelOnDataset subject) {
        return Pictures.filters(
                subject.model().model(), subject.data().manifest().shape(), FILTERS);
    }

    private static BufferedImage reconstructions(ModelOnDataset subject) {
        StackModel model = subject.model().model();
        Shape shape = subject.data().manifest().shape();
        float[] rows = subject.data().sample(Split.TRAIN, RECONSTRUCTIONS);
        return Pictures.reconstructions(model, subject.data().scaling(), shape, rows, rows.length / shape.size());
    }

    /** Returns the test split if it has rows, because training has not seen them, or else the first split with rows. */
    private static Optional<Split> splitOfCodes(ModelOnDataset subject) {
        return Stream.of(Split.TEST, Split.TRAIN, Split.VALID)
                .filter(split -> subject.data().count(split) > 0)
                .findFirst();
    }

    private static BufferedImage codes(ModelOnDataset subject, Split split) {
        List<Example> rows = subject.data().sampledExamples(split, CodePlane.MOST_ROWS);
        StackModel model = subject.model().model();
        int depth = model.architecture().depth();
        float[] code = new float[model.architecture().width(depth)];
        float[] codes = new float[rows.size() * code.length];
        int[] labels = new int[rows.size()];
        ForwardPass pass = new ForwardPass(model, 1);
        for (int i = 0; i < labels.length; i++) {
            pass.encode(rows.get(i).getPixels(), 1, depth, code);
            System.arraycopy(code, 0, codes, i * code.length, code.length);
            labels[i] = rows.get(i).getLabel();
        }
        return ScatterPlot.draw(CodePlane.of(codes, labels.length).coordinates(), labels);
    }

    private static BufferedImage samples(ModelOnDataset subject, EvaluationCache cache) {
        return SampleSheet.draw(
                subject.data(),
                cache,
                new DrawnSamples(SAMPLES).samples(subject, cache).blocks());
    }

    /** The work that makes one picture. */
    private interface Drawing {
        BufferedImage draw() throws IOException;
    }
}
