package io.jointae.evaluate.anomaly;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Rows in the order of an anomaly score, the highest first.
 *
 * @param order {@code [n]}, positions of the rows, by descending score
 * @param groupEnds for each distinct score, in this order, the end of its rows in {@code order}, exclusive
 */
@DefaultSerializer(JavaSerializer.class)
record Ranking(int[] order, int[] groupEnds) implements Serializable {

    /** Orders rows by their scores, which must be numbers. */
    static Ranking of(double[] scores) {
        Integer[] sorted = new Integer[scores.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = i;
        }
        Arrays.parallelSort(sorted, Comparator.comparingDouble((Integer i) -> -scores[i]));
        int[] order = new int[sorted.length];
        int[] ends = new int[sorted.length];
        int groups = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = sorted[i];
            if (i + 1 == order.length || scores[sorted[i]] != scores[sorted[i + 1]]) {
                ends[groups++] = i + 1;
            }
        }
        return new Ranking(order, Arrays.copyOf(ends, groups));
    }

    /**
     * Measures how well the anomalies come first. A row may count several times or not at all, as in a bootstrap.
     *
     * @param anomalous {@code [n]}, whether a row is an anomaly
     * @param counts {@code [n]}, how often a row counts; at least one anomaly and one other row must count
     */
    Quality quality(boolean[] anomalous, int[] counts) {
        double anomalies = 0;
        double others = 0;
        for (int i = 0; i < counts.length; i++) {
            anomalies += anomalous[i] ? counts[i] : 0;
            others += anomalous[i] ? 0 : counts[i];
        }
        double area = 0;
        double precision = 0;
        double trueSoFar = 0;
        double falseSoFar = 0;
        int from = 0;
        for (int end : groupEnds) {
            double trueHere = 0;
            double falseHere = 0;
            for (int i = from; i < end; i++) {
                int row = order[i];
                trueHere += anomalous[row] ? counts[row] : 0;
                falseHere += anomalous[row] ? 0 : counts[row];
            }
            // An anomaly with the same score as another row counts one half.
            area += falseHere * (trueSoFar + trueHere / 2);
            trueSoFar += trueHere;
            falseSoFar += falseHere;
            precision += trueHere == 0 ? 0 : trueHere * trueSoFar / (trueSoFar + falseSoFar);
            from = end;
        }
        return new Quality(area / (anomalies * others), precision / anomalies);
    }

    /**
     * The quality of a ranking.
     *
     * @param auroc the area under the ROC curve: the probability that an anomaly has a higher score than another row, where
     *     equal scores count one half
     * @param averagePrecision the precision at each distinct score, weighted by the increase of the recall there, without
     *     interpolation, as in scikit-learn
     */
    record Quality(double auroc, double averagePrecision) {}
}
