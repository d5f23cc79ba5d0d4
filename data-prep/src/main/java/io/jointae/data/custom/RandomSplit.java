package io.jointae.data.custom;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Split;
import io.jointae.data.recipe.RowRandom;
import java.io.Serializable;
import java.util.Set;

/**
 * Divides rows at random into splits. The split of a row depends only on (seed, position, number of rows). Every block of
 * {@value #BLOCK} rows gives the same number of rows to each split. So the shares hold in every part of the source, even
 * if it is sorted by class, and the id of a row in its split is known without counting the rows before it.
 */
@DefaultSerializer(JavaSerializer.class)
final class RandomSplit implements Serializable {

    /** The number of rows per block. */
    static final int BLOCK = 1000;
    /** The stream of random numbers for this purpose. */
    private static final long STREAM = -2;

    private static final Split[] SPLITS = Split.values();

    private final long seed;
    private final int block;
    private final int[] counts = new int[SPLITS.length];

    /**
     * Creates a division.
     *
     * @param seed the seed of the random numbers
     * @param rows the number of rows of the source
     * @param validShare the share of validation, in [0, 1)
     * @param testShare the share of test, in [0, 1)
     */
    RandomSplit(long seed, long rows, double validShare, double testShare) {
        this.seed = seed;
        this.block = (int) Math.max(1, Math.min(BLOCK, rows));
        counts[Split.VALID.ordinal()] = (int) Math.round(validShare * block);
        counts[Split.TEST.ordinal()] = (int) Math.round(testShare * block);
        counts[Split.TRAIN.ordinal()] = block - counts[Split.VALID.ordinal()] - counts[Split.TEST.ordinal()];
    }

    /**
     * Returns the division of the training rows of a source, from which the splits are drawn that the source lacks.
     *
     * @param found the splits of the source
     * @param rows the number of its training rows
     */
    static RandomSplit of(SplitShares shares, Set<Split> found, long rows) {
        return new RandomSplit(
                shares.seed(),
                rows,
                found.contains(Split.VALID) ? 0 : shares.valid(),
                found.contains(Split.TEST) ? 0 : shares.test());
    }

    /** Returns a cursor, which is fast for positions that mostly follow one another. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Looks up the split of a row and its id in the split. */
    final class Cursor {
        private final Split[] splits = new Split[block];
        private final int[] ranks = new int[block];
        private long current = -1;

        /** Returns the split of the row at a position. */
        Split split(long position) {
            seek(position / block);
            return splits[(int) (position % block)];
        }

        /** Returns the position of a row in its split. */
        long id(long position) {
            seek(position / block);
            int inBlock = (int) (position % block);
            return current * counts[splits[inBlock].ordinal()] + ranks[inBlock];
        }

        private void seek(long target) {
            if (target == current) {
                return;
            }
            current = target;
            RowRandom random = new RowRandom(seed, STREAM, target);
            int i = 0;
            for (Split split : SPLITS) {
                for (int n = 0; n < counts[split.ordinal()]; n++) {
                    int j = random.nextInt(i + 1);
                    splits[i] = splits[j];
                    splits[j] = split;
                    i++;
                }
            }
            int[] seen = new int[SPLITS.length];
            for (int row = 0; row < block; row++) {
                ranks[row] = seen[splits[row].ordinal()]++;
            }
        }
    }
}
