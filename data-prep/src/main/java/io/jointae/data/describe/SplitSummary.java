package io.jointae.data.describe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import java.io.Serializable;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counts and moments of the rows of a split; summaries of parts can be merged in any order. */
@DefaultSerializer(JavaSerializer.class)
public final class SplitSummary implements Serializable {

    private final TreeMap<Integer, Long> labels = new TreeMap<>();
    private long values;
    private double sum;
    private double squares;

    /** Returns the summary of the rows. */
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
            summary.values += row.width();
            summary.sum += rowSum;
            summary.squares += rowSquares;
        }
        return summary;
    }

    /** Adds the rows of another summary and returns this one. */
    SplitSummary merge(SplitSummary other) {
        other.labels.forEach((label, count) -> labels.merge(label, count, Long::sum));
        values += other.values;
        sum += other.sum;
        squares += other.squares;
        return this;
    }

    /** Returns the number of rows per label; the label -1 counts rows without a label. */
    public SortedMap<Integer, Long> labels() {
        return labels;
    }

    /** Returns the mean of all pixels of all rows; NaN without rows. */
    public double mean() {
        return sum / values;
    }

    /** Returns the standard deviation of all pixels of all rows, as that of a population. */
    public double standardDeviation() {
        return Math.sqrt(Math.max(0, squares / values - mean() * mean()));
    }
}
