package io.jointae.statistics;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Optional;

/**
 * The moments of one value per row, and the sums of the values over blocks of rows. Row {@code i} belongs to block {@code i
 * mod blocks}. Two models that were measured on the same rows can be compared block by block, with much less to store than
 * one number per row.
 *
 * @param moments the moments of all values
 * @param sums {@code [blocks]}, the sum of the values of each block
 * @param counts {@code [blocks]}, the number of rows of each block
 */
@DefaultSerializer(JavaSerializer.class)
public record BlockedMoments(Moments moments, double[] sums, long[] counts) implements Serializable {

    /**
     * Returns the moments of no values.
     *
     * @param blocks number of blocks; 0 keeps the moments alone
     */
    public static BlockedMoments none(int blocks) {
        return new BlockedMoments(Moments.NONE, new double[blocks], new long[blocks]);
    }

    /**
     * Returns the moments of some rows.
     *
     * @param values one value per row; later entries are ignored
     * @param ids {@code [n]}, the numbers of the rows in their split, 0 or more
     * @param blocks number of blocks; 0 keeps the moments alone
     */
    public static BlockedMoments of(double[] values, long[] ids, int blocks) {
        BlockedMoments moments =
                new BlockedMoments(Moments.of(values, ids.length), new double[blocks], new long[blocks]);
        if (blocks > 0) {
            for (int i = 0; i < ids.length; i++) {
                int block = (int) Math.floorMod(ids[i], (long) blocks);
                moments.sums[block] += values[i];
                moments.counts[block]++;
            }
        }
        return moments;
    }

    /** Returns the moments of the rows of both together, which have the same number of blocks. */
    public BlockedMoments plus(BlockedMoments other) {
        BlockedMoments sum = new BlockedMoments(moments.plus(other.moments), sums.clone(), counts.clone());
        for (int i = 0; i < sums.length; i++) {
            sum.sums[i] += other.sums[i];
            sum.counts[i] += other.counts[i];
        }
        return sum;
    }

    /** Returns the mean of each block; empty if a block has no row. */
    public Optional<float[]> means() {
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            if (counts[i] == 0) {
                return Optional.empty();
            }
            means[i] = (float) (sums[i] / counts[i]);
        }
        return Optional.of(means);
    }
}
