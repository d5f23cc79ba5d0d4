package io.jointae.evaluate.density;

/** A buffer of selected pairs of a row and a sample. It is filled until it is long enough for the vectorized loops. */
final class PairBuffer {

    private static final int FULL_SIZE = 2048;

    private final int[] rows;
    /** Minimum distance of the row minus distance of the pair: not positive. */
    private final float[] below;

    private final float[] weights;
    private int size;

    /**
     * Creates an empty buffer.
     *
     * @param maxAdded maximum number of pairs that are added between two calls of {@link #full}
     */
    PairBuffer(int maxAdded) {
        rows = new int[FULL_SIZE + maxAdded + 1];
        below = new float[FULL_SIZE + maxAdded + 1];
        weights = new float[FULL_SIZE + maxAdded + 1];
    }

    /**
     * Adds the pairs of one sample that are above a limit. The loop has no branch, since a branch that is taken once in ten
     * times is hard to predict.
     *
     * @param candidates {@code [n]}, for each row its minimum distance minus the distance of its pair
     * @param limit limit of the candidates
     * @return index of the first added pair; the last one is at {@link #size} minus one
     */
    int addAbove(float[] candidates, float limit) {
        int first = size;
        int end = first;
        for (int i = 0; i < candidates.length; i++) {
            float candidate = candidates[i];
            rows[end] = i;
            below[end] = candidate;
            end += candidate > limit ? 1 : 0;
        }
        size = end;
        return first;
    }

    /** Returns the number of pairs. */
    int size() {
        return size;
    }

    /** Returns the row of a pair. */
    int row(int p) {
        return rows[p];
    }

    /** Returns the minimum distance of the pair's row minus the distance of the pair. */
    float below(int p) {
        return below[p];
    }

    /** Gives a pair the weight 0. */
    void drop(int p) {
        below[p] = -DistanceTile.FAR;
    }

    /** Returns whether the pairs should be weighted now. */
    boolean full() {
        return size >= FULL_SIZE;
    }

    /**
     * Adds the weights of all pairs to the sums of their rows and empties the buffer.
     *
     * @param widths indices of window widths, the widest first: a pair without weight at one width has none at the next
     * @param scales {@code [widths]}, factors {@code 1 / (2 sigma^2)} of all widths
     * @param sums {@code [widths][rows]}, sums at all widths
     */
    void addWeights(int[] widths, float[] scales, float[][] sums) {
        for (int k : widths) {
            removeUpTo(-FastExp.REACH / scales[k]);
            FastExp.exp(scales[k], below, weights, size);
            float[] sum = sums[k];
            for (int p = 0; p < size; p++) {
                sum[rows[p]] += weights[p];
            }
        }
        size = 0;
    }

    private void removeUpTo(float limit) {
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
