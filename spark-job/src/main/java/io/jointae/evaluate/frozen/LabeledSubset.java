package io.jointae.evaluate.frozen;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.RddResults;
import io.jointae.stack.CounterRandom;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * A stratified random subset of labeled rows. Each row has a random place in [0, 1), which is a function of the seed and
 * the row's id. Each class keeps the rows up to a limit, which one pass finds by a histogram of {@value #BINS} places per
 * class, so a class may keep a few rows more than its share.
 *
 * @param key key of the random places
 * @param limits the first bin of each class whose rows are not kept
 */
@DefaultSerializer(JavaSerializer.class)
record LabeledSubset(long key, HashMap<Integer, Integer> limits) implements Serializable {

    static final int BINS = 4096;

    /**
     * Returns the subset of a share.
     *
     * @param rows labeled rows
     * @param percent share in percent
     * @param seed decides which rows are kept
     */
    static LabeledSubset of(JavaRDD<RowBlock> rows, double percent, long seed) {
        long key = CounterRandom.key(seed, "labels");
        Map<Integer, int[]> histograms = new HashMap<>();
        for (HashMap<Integer, int[]> part : RddResults.perPartition(rows, blocks -> histograms(blocks, key))) {
            part.forEach((label, counts) -> histograms.merge(label, counts, LabeledSubset::plus));
        }
        HashMap<Integer, Integer> limits = new HashMap<>();
        histograms.forEach((label, counts) -> limits.put(label, limit(counts, percent)));
        return new LabeledSubset(key, limits);
    }

    private static int limit(int[] counts, double percent) {
        long all = Arrays.stream(counts).asLongStream().sum();
        long wanted = Math.max(1, Math.round(all * percent / 100));
        int bin = 0;
        for (long kept = 0; kept < wanted; bin++) {
            kept += counts[bin];
        }
        return bin;
    }

    private static HashMap<Integer, int[]> histograms(Iterator<RowBlock> blocks, long key) {
        HashMap<Integer, int[]> counts = new HashMap<>();
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            for (int i = 0; i < block.rows(); i++) {
                counts.computeIfAbsent(block.labels()[i], none -> new int[BINS])[bin(key, block.ids()[i])]++;
            }
        }
        return counts;
    }

    private static int[] plus(int[] a, int[] b) {
        int[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static int bin(long key, long id) {
        return (int) (CounterRandom.uniform(key, id) * BINS);
    }

    /** Returns the rows of the subset; blocks without such rows are left out. */
    JavaRDD<RowBlock> in(JavaRDD<RowBlock> rows) {
        return rows.mapPartitions(blocks -> {
            List<RowBlock> kept = new ArrayList<>();
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                RowBlock part = in(block);
                if (part != null) {
                    kept.add(part);
                }
            }
            return kept.iterator();
        });
    }

    private RowBlock in(RowBlock block) {
        int width = block.width();
        long[] ids = new long[block.rows()];
        int[] labels = new int[block.rows()];
        float[] values = new float[block.values().length];
        int n = 0;
        for (int i = 0; i < block.rows(); i++) {
            if (bin(key, block.ids()[i]) < limits.get(block.labels()[i])) {
                ids[n] = block.ids()[i];
                labels[n] = block.labels()[i];
                System.arraycopy(block.values(), i * width, values, n * width, width);
                n++;
            }
        }
        return n == 0
                ? null
                : new RowBlock(Arrays.copyOf(ids, n), Arrays.copyOf(labels, n), Arrays.copyOf(values, n * width));
    }
}
