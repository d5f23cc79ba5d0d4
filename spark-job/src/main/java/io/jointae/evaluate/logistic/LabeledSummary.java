package io.jointae.evaluate.logistic;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.RddResults;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/**
 * Facts about labeled rows from one pass over them.
 *
 * @param rows number of rows
 * @param counts number of rows per class; -1 stands for rows without a label
 * @param sums {@code [width]}, the sum of each feature
 */
@DefaultSerializer(JavaSerializer.class)
public record LabeledSummary(long rows, TreeMap<Integer, Long> counts, double[] sums) implements Serializable {

    private static LabeledSummary of(RowBlock block) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        double[] sums = new double[block.width()];
        for (int i = 0; i < block.rows(); i++) {
            counts.merge(block.labels()[i], 1L, Long::sum);
            for (int j = 0; j < sums.length; j++) {
                sums[j] += block.values()[i * sums.length + j];
            }
        }
        return new LabeledSummary(block.rows(), counts, sums);
    }

    /**
     * Reads rows that are to train a classifier.
     *
     * @param labeled rows
     * @param origin where the rows come from, for messages
     * @throws InvalidInputException if there are fewer than two classes, a row has no label, or a feature is not finite
     */
    public static LabeledSummary of(JavaRDD<RowBlock> labeled, String origin) {
        List<LabeledSummary> parts = RddResults.perElement(labeled, LabeledSummary::of);
        LabeledSummary all = parts.stream()
                .reduce(LabeledSummary::plus)
                .orElseThrow(() -> InvalidInputException.of(
                        "%s: there are no training rows, but a classifier needs some: choose data with training rows.",
                        origin));
        if (all.counts.firstKey() < 0) {
            throw InvalidInputException.of(
                    "%s: some rows have no label, but a classifier needs a label for every row: choose labeled data.",
                    origin);
        }
        if (all.counts.size() < 2) {
            throw InvalidInputException.of(
                    "%s: every row has label %d, but a classifier needs two or more classes: choose data with more"
                            + " classes.",
                    origin, all.counts.firstKey());
        }
        for (double sum : all.sums) {
            if (!Double.isFinite(sum)) {
                throw InvalidInputException.of(
                        "%s: a feature is not a finite number: check the data, or train the model again.", origin);
            }
        }
        return all;
    }

    private LabeledSummary plus(LabeledSummary other) {
        TreeMap<Integer, Long> all = new TreeMap<>(counts);
        other.counts.forEach((label, count) -> all.merge(label, count, Long::sum));
        double[] sum = sums.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += other.sums[j];
        }
        return new LabeledSummary(rows + other.rows, all, sum);
    }

    /** Returns the classes, ascending. */
    public int[] classes() {
        return counts.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns the number of features per row. */
    public int width() {
        return sums.length;
    }

    /** Returns the mean of a feature. */
    double mean(int feature) {
        return sums[feature] / rows;
    }
}
