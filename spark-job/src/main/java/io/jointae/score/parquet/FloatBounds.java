package io.jointae.score.parquet;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The smallest and the largest value of a page. NaN is ignored, as Parquet requires. Not thread-safe.
 *
 * <p>Bounds are kept for each position in a row, because the just-in-time compiler turns that loop into vector
 * instructions and the search for a single minimum not.
 */
final class FloatBounds {

    private final PrimitiveType type;
    private float[] low = {};
    private float[] high = {};

    /** @param type the type of the column in the file's schema */
    FloatBounds(PrimitiveType type) {
        this.type = type;
    }

    private void setLanes(int lanes) {
        int had = low.length;
        low = Arrays.copyOf(low, lanes);
        high = Arrays.copyOf(high, lanes);
        Arrays.fill(low, had, lanes, Float.POSITIVE_INFINITY);
        Arrays.fill(high, had, lanes, Float.NEGATIVE_INFINITY);
    }

    /** Includes the first {@code n} values of an array. */
    void add(float[] values, int n) {
        if (n > low.length) {
            setLanes(n);
        }
        lower(low, values, n);
        raise(high, values, n);
    }

    private static void lower(float[] low, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            low[i] = Math.min(low[i], values[i]);
        }
    }

    private static void raise(float[] high, float[] values, int n) {
        for (int i = 0; i < n; i++) {
            high[i] = Math.max(high[i], values[i]);
        }
    }

    /**
     * Returns the statistics of the page, and starts the next one.
     *
     * @param nulls the number of null rows and empty rows, each of which stores one null value
     * @param page all values of the page, which are looked at again only if one of them is not a number
     */
    Statistics<?> take(int nulls, FloatBuffer page) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < low.length; i++) {
            min = Math.min(min, low[i]);
            max = Math.max(max, high[i]);
        }
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        FloatStatistics statistics = (FloatStatistics) Statistics.createStats(type);
        statistics.incrementNumNulls(nulls);
        if (Float.isNaN(min)) {
            setNumbers(statistics, page);
        } else {
            set(statistics, min, max);
        }
        return statistics;
    }

    private static void setNumbers(FloatStatistics statistics, FloatBuffer page) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < page.limit(); i++) {
            float value = page.get(i);
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        set(statistics, min, max);
    }

    private static void set(FloatStatistics statistics, float min, float max) {
        if (min <= max) {
            // Negative and positive zero are equal, so a bound of zero must include both.
            statistics.setMinMax(min == 0 ? -0f : min, max == 0 ? 0f : max);
        }
    }
}
