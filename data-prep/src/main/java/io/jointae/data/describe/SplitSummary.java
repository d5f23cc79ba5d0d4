package io.jointae.data.describe;

import io.jointae.data.Example;
import java.io.Serializable;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts and moments of a split's rows, summed in any order. */
public final class SplitSummary implements Serializable {

    private final TreeMap<Integer, Long> labels = new TreeMap<>();
    private long values;
    private double sum;
    private double squares;

    static SplitSummary of(Iterator<Example> rows) {
        SplitSummary summary = new SplitSummary();
        while (rows.hasNext()) {
            Example row = rows.next();
            summary.labels.merge(row.getLabel(), 1L, Long::sum);
            double rowSum = 0;
            double rowSquares = 0;
            for (float pixel : row.getPixels()) {
                rowSum += pixel;
                rowSquares += (double) pixel * pixel;
            }
            summary.values += row.getPixels().length;
            summary.sum += rowSum;
            summary.squares += rowSquares;
        }
        return summary;
    }

    SplitSummary plus(SplitSummary other) {
        other.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
        values += other.values;
        sum += other.sum;
        squares += other.squares;
        return this;
    }

    /** Rows of each label, -1 for rows without. */
    public SortedMap<Integer, Long> labels() {
        return labels;
    }

    /** Of all pixels of all rows; NaN without rows. */
    public double mean() {
        return sum / values;
    }

    /** Of all pixels of all rows, the population's. */
    public double deviation() {
        return Math.sqrt(Math.max(0, squares / values - mean() * mean()));
    }
}
