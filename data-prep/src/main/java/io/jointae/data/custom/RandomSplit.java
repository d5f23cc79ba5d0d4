package io.jointae.data.custom;

import io.jointae.data.Split;
import io.jointae.data.recipe.RowRandom;
import java.io.Serializable;

/**
 * Rows drawn into splits, a function of nothing but (seed, position, number of rows). Of every block of
 * {@value #BLOCK} rows the same numbers go to each split, so that the shares hold all along the source (rows
 * sorted by class too) and a row's position in its split is known without counting the rows before it.
 */
final class RandomSplit implements Serializable {

    static final int BLOCK = 1000;
    /** Keeps the draws apart from other uses of the seed. */
    private static final long STREAM = -2;

    private static final Split[] SPLITS = Split.values();

    private final long seed;
    private final int block;
    private final int[] counts = new int[SPLITS.length];

    /**
     * @param rows of the source
     * @param validShare in [0, 1), {@code testShare} too, and both together
     */
    RandomSplit(long seed, long rows, double validShare, double testShare) {
        this.seed = seed;
        this.block = (int) Math.max(1, Math.min(BLOCK, rows));
        counts[Split.VALID.ordinal()] = (int) Math.round(validShare * block);
        counts[Split.TEST.ordinal()] = (int) Math.round(testShare * block);
        counts[Split.TRAIN.ordinal()] = block - counts[Split.VALID.ordinal()] - counts[Split.TEST.ordinal()];
    }

    /** For positions that mostly follow one another. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Where a row belongs. */
    final class Cursor {
        private final Split[] splits = new Split[block];
        private final int[] ranks = new int[block];
        private long at = -1;

        Split split(long position) {
            seek(position / block);
            return splits[(int) (position % block)];
        }

        /** Position within the split. */
        long id(long position) {
            seek(position / block);
            int inBlock = (int) (position % block);
            return at * counts[splits[inBlock].ordinal()] + ranks[inBlock];
        }

        private void seek(long wanted) {
            if (wanted == at) {
                return;
            }
            at = wanted;
            RowRandom random = new RowRandom(seed, STREAM, wanted);
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
