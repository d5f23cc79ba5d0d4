package io.jointae.evaluate;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.RowBlocks;
import io.jointae.evaluate.density.Nearest;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.spark.RddResults;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.functions;

/**
 * Draws samples as in Figure 2. Each line shows training images, then every fourth sample, then the training image that
 * is nearest to the last sample of the line.
 */
public final class SampleSheet {

    private static final int LINES = 8;
    private static final int TRAINING_PER_LINE = 8;
    private static final int SAMPLES_PER_LINE = 15;

    /** Figure 2 shows every fourth sample. */
    private static final int STRIDE = 4;

    private SampleSheet() {}

    /**
     * Draws the sheet.
     *
     * @param data dataset of the samples' width
     * @param cache rows that evaluations share
     * @param samples all samples, in blocks of any order
     * @return the image
     */
    public static BufferedImage draw(PreparedDataset data, EvaluationCache cache, JavaRDD<RowBlock> samples) {
        int width = data.width();
        Map<Long, float[]> shown = shownSamples(samples, width);
        List<float[]> lastOfLines = new ArrayList<>();
        for (int line = 0; line < LINES && shown.containsKey(sampleId(line, 0)); line++) {
            lastOfLines.add(lastSample(shown, line));
        }
        List<float[]> nearest = nearestTrainingImages(data, cache, lastOfLines);
        int training = (int) Math.min(data.count(Split.TRAIN), (long) LINES * TRAINING_PER_LINE);
        float[] trainingRows = RowBlocks.firstTrainingRows(data, training);
        int nearestColumn = TRAINING_PER_LINE + SAMPLES_PER_LINE;
        ImageSheet sheet = new ImageSheet(
                data.scaling(),
                data.manifest().shape(),
                lastOfLines.size(),
                nearestColumn + 1,
                TRAINING_PER_LINE,
                nearestColumn);
        for (int line = 0; line < lastOfLines.size(); line++) {
            for (int c = 0; c < TRAINING_PER_LINE && line * TRAINING_PER_LINE + c < training; c++) {
                sheet.put(line, c, trainingRows, (line * TRAINING_PER_LINE + c) * width);
            }
            for (int c = 0; c < SAMPLES_PER_LINE && shown.containsKey(sampleId(line, c)); c++) {
                sheet.put(line, TRAINING_PER_LINE + c, shown.get(sampleId(line, c)), 0);
            }
            sheet.put(line, nearestColumn, nearest.get(line), 0);
        }
        return sheet.image();
    }

    /** Returns the id of the sample that a column of a line shows. */
    private static long sampleId(int line, int column) {
        return (long) (line * SAMPLES_PER_LINE + column) * STRIDE;
    }

    private static float[] lastSample(Map<Long, float[]> shown, int line) {
        int column = SAMPLES_PER_LINE - 1;
        while (!shown.containsKey(sampleId(line, column))) {
            column--;
        }
        return shown.get(sampleId(line, column));
    }

    /** Returns the samples that the sheet shows, by their ids. */
    private static Map<Long, float[]> shownSamples(JavaRDD<RowBlock> samples, int width) {
        long end = sampleId(LINES, 0);
        List<Map<Long, float[]>> parts = RddResults.perElement(samples, block -> {
            Map<Long, float[]> found = new HashMap<>();
            for (int i = 0; i < block.rows(); i++) {
                if (block.ids()[i] < end && block.ids()[i] % STRIDE == 0) {
                    found.put(block.ids()[i], Arrays.copyOfRange(block.values(), i * width, (i + 1) * width));
                }
            }
            return found;
        });
        Map<Long, float[]> shown = new HashMap<>();
        parts.forEach(shown::putAll);
        return shown;
    }

    /** Returns for each row the pixels of the nearest training image. */
    private static List<float[]> nearestTrainingImages(
            PreparedDataset data, EvaluationCache cache, List<float[]> rows) {
        int width = data.width();
        float[] values = new float[rows.size() * width];
        long[] ids = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            ids[i] = i;
            System.arraycopy(rows.get(i), 0, values, i * width, width);
        }
        JavaRDD<RowBlock> queries =
                cache.context().parallelize(List.of(new RowBlock(ids, new int[ids.length], values)), 1);
        long[] nearestIds;
        try (SampleBroadcasts images =
                new SampleBroadcasts(cache.context(), cache.pixels(data, Split.TRAIN), width, data.dir())) {
            nearestIds = Nearest.find(queries, images).first().imageIds();
        }
        Map<Long, float[]> pixels = new HashMap<>();
        Object[] wanted = Arrays.stream(nearestIds).boxed().toArray();
        data.examples(Split.TRAIN, functions.col("id").isin(wanted))
                .collectAsList()
                .forEach(row -> pixels.put(row.getId(), row.getPixels()));
        return Arrays.stream(nearestIds).mapToObj(pixels::get).toList();
    }
}
