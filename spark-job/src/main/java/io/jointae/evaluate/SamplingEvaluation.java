package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.density.Nearest;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.evaluate.sample.MarkovChains;
import io.jointae.evaluate.sample.SampleFiles;
import io.jointae.evaluate.sample.SamplingPlan;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/** Samples of a model's chain, begun at training rows, and the sheet of Figure 2. */
public final class SamplingEvaluation {

    /** Of the sheet: rows of images, training images and samples in each. */
    private static final int ROWS = 8;

    private static final int TRAINING = 8;
    private static final int SAMPLES = 15;

    /** Figure 2 shows every fourth sample. */
    private static final int EVERY = 4;

    private SamplingEvaluation() {}

    /** Lazily; see {@link MarkovChains#run}. Chain c begins at training row c. */
    public static JavaRDD<RowBlock> samples(ModelOnDataset evaluated, EvaluationCache cached, SamplingPlan plan) {
        float[] starts = trainingRows(evaluated.data(), plan.chains());
        return MarkovChains.run(cached.context(), cached.model(evaluated.model().model()), starts, plan)
                .setName(evaluated.describe() + " samples");
    }

    /** What {@link SampleFiles} writes beside the samples. */
    public static SampleFiles.Origin origin(ModelOnDataset evaluated, SamplingPlan plan) {
        return new SampleFiles.Origin(
                evaluated.model().card().name(),
                evaluated.model().card().parameters(),
                evaluated.data().name(),
                plan);
    }

    /** The first rows of the training split, {@code [n, width]}. */
    static float[] trainingRows(PreparedDataset data, int n) {
        if (data.count(Split.TRAIN) < n) {
            throw InvalidInputException.of(
                    "%s has %d training rows, %d are needed: use fewer chains", data.dir(), data.count(Split.TRAIN), n);
        }
        int width = data.width();
        float[] rows = new float[n * width];
        List<Example> first = data.examples(Split.TRAIN).filter("id < " + n).collectAsList();
        for (Example row : first) {
            System.arraycopy(row.getPixels(), 0, rows, (int) row.getId() * width, width);
        }
        return rows;
    }

    /**
     * Training images, every fourth sample from the first on, and in the last column the training image nearest
     * to the sample before it.
     *
     * @param samples all of them, in blocks of any order
     */
    public static BufferedImage sheet(ModelOnDataset evaluated, EvaluationCache cached, JavaRDD<RowBlock> samples) {
        PreparedDataset data = evaluated.data();
        int width = data.width();
        Map<Long, float[]> shown = shown(samples, width);
        List<float[]> last = new ArrayList<>();
        for (int r = 0; r < ROWS && shown.containsKey(at(r, 0)); r++) {
            last.add(lastOf(shown, r));
        }
        List<float[]> nearest = nearestTraining(data, cached, last);
        int training = (int) Math.min(data.count(Split.TRAIN), (long) ROWS * TRAINING);
        float[] rows = trainingRows(data, training);
        ImageSheet sheet = new ImageSheet(
                data.manifest().shape(), last.size(), TRAINING + SAMPLES + 1, TRAINING, TRAINING + SAMPLES);
        for (int r = 0; r < last.size(); r++) {
            for (int c = 0; c < TRAINING && r * TRAINING + c < training; c++) {
                sheet.put(r, c, rows, (r * TRAINING + c) * width);
            }
            for (int c = 0; c < SAMPLES && shown.containsKey(at(r, c)); c++) {
                sheet.put(r, TRAINING + c, shown.get(at(r, c)), 0);
            }
            sheet.put(r, TRAINING + SAMPLES, nearest.get(r), 0);
        }
        return sheet.image();
    }

    private static long at(int row, int column) {
        return (long) (row * SAMPLES + column) * EVERY;
    }

    private static float[] lastOf(Map<Long, float[]> shown, int row) {
        int column = SAMPLES - 1;
        while (!shown.containsKey(at(row, column))) {
            column--;
        }
        return shown.get(at(row, column));
    }

    private static Map<Long, float[]> shown(JavaRDD<RowBlock> samples, int width) {
        long end = at(ROWS, 0);
        Map<Long, float[]> shown = new HashMap<>();
        List<Map<Long, float[]>> parts = samples.map(block -> {
                    Map<Long, float[]> found = new HashMap<>();
                    for (int i = 0; i < block.rows(); i++) {
                        if (block.ids()[i] < end && block.ids()[i] % EVERY == 0) {
                            found.put(
                                    block.ids()[i],
                                    java.util.Arrays.copyOfRange(block.values(), i * width, (i + 1) * width));
                        }
                    }
                    return found;
                })
                .collect();
        parts.forEach(shown::putAll);
        return shown;
    }

    /** For each row the pixels of the nearest training image. */
    private static List<float[]> nearestTraining(PreparedDataset data, EvaluationCache cached, List<float[]> rows) {
        int width = data.width();
        float[] values = new float[rows.size() * width];
        long[] ids = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            ids[i] = i;
            System.arraycopy(rows.get(i), 0, values, i * width, width);
        }
        JavaRDD<RowBlock> queries =
                cached.context().parallelize(List.of(new RowBlock(ids, new int[ids.length], values)), 1);
        long[] nearest;
        try (SampleBroadcasts images =
                new SampleBroadcasts(cached.context(), cached.pixels(data, Split.TRAIN), width, data.dir())) {
            nearest = Nearest.of(queries, images).first().nearest();
        }
        Map<Long, float[]> pixels = new HashMap<>();
        Object[] wanted = java.util.Arrays.stream(nearest).boxed().toArray();
        data.examples(Split.TRAIN)
                .filter(org.apache.spark.sql.functions.col("id").isin(wanted))
                .collectAsList()
                .forEach(row -> pixels.put(row.getId(), row.getPixels()));
        List<float[]> found = new ArrayList<>();
        for (long id : nearest) {
            found.add(pixels.get(id));
        }
        return found;
    }
}
