package io.jointae.evaluate.density;

/** Pairs of a row and a sample that were picked out, gathered until there are enough for the vector loops. */
final class FewPairs {

    private static final int ENOUGH = 2048;

    private final int[] rows;
    private final float[] below;
    private final float[] weights;
    private int size;

    /** @param most pairs that are added between two looks at {@link #full} */
    FewPairs(int most) {
        rows = new int[ENOUGH + most + 1];
        below = new float[ENOUGH + most + 1];
        weights = new float[ENOUGH + most + 1];
    }

    /**
     * Adds the rows of one sample whose pair is over a limit. Without a branch: one in ten is hard to foresee.
     *
     * @param lower [n], how far each row's pair is beyond its minimum, negative
     * @return the first of those added; they end at {@link #size}
     */
    int pickOut(float[] lower, float limit) {
        int first = size;
        int at = first;
        for (int i = 0; i < lower.length; i++) {
            float each = lower[i];
            rows[at] = i;
            below[at] = each;
            at += each > limit ? 1 : 0;
        }
        size = at;
        return first;
    }

    int size() {
        return size;
    }

    int row(int p) {
        return rows[p];
    }

    float below(int p) {
        return below[p];
    }

    /** Makes pair {@code p} weigh nothing. */
    void drop(int p) {
        below[p] = -DistanceTile.FAR;
    }

    boolean full() {
        return size >= ENOUGH;
    }

    /**
     * Adds the pairs' weights to their rows' sums at some widths, and forgets the pairs.
     *
     * @param widths indices into the other two, the widest first: what weighs nothing at one weighs nothing at the next
     * @param scales [widths]
     * @param sums [widths][rows]
     */
    void weigh(int[] widths, float[] scales, float[][] sums) {
        for (int k : widths) {
            keepOver(-FastExp.REACH / scales[k]);
            FastExp.exp(scales[k], below, weights, size);
            float[] sum = sums[k];
            for (int p = 0; p < size; p++) {
                sum[rows[p]] += weights[p];
            }
        }
        size = 0;
    }

    private void keepOver(float limit) {
        int kept = 0;
        for (int p = 0; p < size; p++) {
            if (below[p] > limit) {
                rows[kept] = rows[p];
                below[kept] = below[p];
                kept++;
            }
        }
        size = kept;
    }
}
