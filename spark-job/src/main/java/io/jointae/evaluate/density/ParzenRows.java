package io.jointae.evaluate.density;

import io.jointae.stack.compute.ElementWise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Computes {@code log sum_s exp(-|x - s|^2 / 2 sigma^2)} over the samples seen so far, for each of up to
 * {@link DistanceTile#MAX_ROWS} rows x and each window width sigma.
 *
 * <p>The squared distances {@code |x|^2 + |s|^2 - 2 x's} come from a single-precision product. Their errors are about 1e-7
 * of the norms, which a small width magnifies. Pairs whose distance is close to the minimum of their row, within a margin
 * inside which the error could matter, are therefore measured again in double precision, one by one. If a row has many such
 * pairs, the nearest ones are measured, and the errors of the others average out. All other pairs go through a vectorized
 * exponential: at wide widths all of them, at narrow widths only those whose weight is not negligible compared with that of
 * the nearest pair. The exact sums and the fast sums each refer to a running minimum of their own.
 */
public final class ParzenRows implements AutoCloseable {

    /** The number of exact pairs per row and tile, after which the margin of the row is halved for the rest of the tile. */
    private static final int MAX_EXACT_PAIRS = 256;

    /** Every so many samples, one is used to estimate the share of pairs that have a weight. */
    private static final int PROBE_STRIDE = 64;

    /** The share of pairs with a weight below which selecting them is faster than weighting all pairs. */
    private static final double SELECTION_SHARE = 0.1;

    /** The allowed absolute error of a log-likelihood per dimension, in nats. */
    private static final double TOLERANCE = 1e-7;

    /** The typical error of a squared distance, relative to the sum of the squared norms. */
    private static final double TYPICAL_ERROR = 2 * 0x1p-24;

    /** The largest error of a squared distance, relative to the sum of the squared norms. */
    private static final double WORST_ERROR = 16 * 0x1p-24;

    private final DistanceTile distances;
    private final int n;
    private final float[] scales;
    private final double[] exactScales;
    private final int[] widestFirst;
    private final double largestSquaredNorm;
    private final float[] lowest;
    private final double[] exactLowest;
    private final double[][] sums;
    private final double[][] exactSums;
    private final int[] exactPairs;
    private final float[] margins;
    private final float[] below;
    private final float[][] tileSums;
    private final PairBuffer selected;

    /**
     * Starts without samples.
     *
     * @param ops the arithmetic of the products, which must compute in full single precision
     * @param rows {@code [n, width]}, row after row
     * @param width number of values per row
     * @param sigmas window widths, positive
     */
    public ParzenRows(ElementWise ops, float[] rows, int width, double[] sigmas) {
        distances = new DistanceTile(ops, rows, width);
        n = distances.rows();
        exactScales =
                Arrays.stream(sigmas).map(sigma -> 1 / (2 * sigma * sigma)).toArray();
        scales = new float[sigmas.length];
        for (int k = 0; k < scales.length; k++) {
            scales[k] = (float) exactScales[k];
        }
        widestFirst = IntStream.range(0, scales.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> exactScales[k]))
                .mapToInt(Integer::intValue)
                .toArray();
        largestSquaredNorm =
                IntStream.range(0, n).mapToDouble(distances::squaredNorm).max().orElse(0);
        lowest = new float[n];
        exactLowest = new double[n];
        Arrays.fill(lowest, DistanceTile.FAR);
        Arrays.fill(exactLowest, Double.POSITIVE_INFINITY);
        sums = new double[sigmas.length][n];
        exactSums = new double[sigmas.length][n];
        exactPairs = new int[n];
        margins = new float[n];
        below = new float[n];
        tileSums = new float[sigmas.length][n];
        selected = new PairBuffer(n);
    }

    /** Returns the number of rows. */
    int rows() {
        return n;
    }

    /**
     * Adds a block of samples to the sums.
     *
     * @param samples samples of the rows' width
     */
    public void add(SampleBlock samples) {
        float margin = margin(samples);
        for (int from = 0; from < samples.rows(); from += DistanceTile.MAX_SAMPLES) {
            int count = Math.min(DistanceTile.MAX_SAMPLES, samples.rows() - from);
            distances.measure(samples, from, count);
            lowerReferences();
            addTile(samples, from, count, margin);
        }
    }

    /** Lowers the reference of each row's fast sums to the minimum of the tile, if that is lower. */
    private void lowerReferences() {
        for (int i = 0; i < n; i++) {
            float low = distances.lowest()[i];
            if (low < lowest[i]) {
                for (int k = 0; k < scales.length; k++) {
                    sums[k][i] = rescaled(sums[k][i], exactScales[k], (double) low - lowest[i]);
                }
                lowest[i] = low;
            }
        }
    }

    /** Adds a pair to the exact sums of a row. */
    private void addExactly(int i, double distance) {
        double change = distance - exactLowest[i];
        for (int k = 0; k < exactScales.length; k++) {
            if (change < 0) {
                exactSums[k][i] = rescaled(exactSums[k][i], exactScales[k], change) + 1;
            } else {
                exactSums[k][i] += Math.exp(-exactScales[k] * change);
            }
        }
        exactLowest[i] = Math.min(exactLowest[i], distance);
    }

    /** Returns a sum relative to a reference that has changed. */
    private static double rescaled(double sum, double scale, double change) {
        return sum == 0 ? 0 : sum * Math.exp(scale * change);
    }

    /** Adds all pairs of a tile: exactly if they are close to the minimum of their row, and by fast sums otherwise. */
    private void addTile(SampleBlock samples, int from, int count, float margin) {
        for (float[] sum : tileSums) {
            Arrays.fill(sum, 0f);
        }
        Arrays.fill(exactPairs, 0);
        Arrays.fill(margins, margin);
        int wideCount = wideWidths(count);
        int[] narrow = Arrays.copyOfRange(widestFirst, wideCount, widestFirst.length);
        // Pairs below this limit are not close to the minimum, and they have no weight at the narrow widths.
        float limit = Math.min(-margin, narrow.length == 0 ? 0f : -FastExp.REACH / scales[narrow[0]]);
        for (int j = 0; j < count; j++) {
            computeBelow(j);
            selectPairs(samples, from + j, limit);
            for (int k = 0; k < wideCount; k++) {
                FastExp.addExp(scales[widestFirst[k]], below, tileSums[widestFirst[k]], n);
            }
            if (selected.full()) {
                selected.addWeights(narrow, scales, tileSums);
            }
        }
        selected.addWeights(narrow, scales, tileSums);
        for (int k = 0; k < scales.length; k++) {
            for (int i = 0; i < n; i++) {
                sums[k][i] += tileSums[k][i];
            }
        }
    }

    /** Selects the pairs above the limit. Those within the margin are measured exactly and leave the fast sums. */
    private void selectPairs(SampleBlock samples, int sample, float limit) {
        for (int p = selected.addAbove(below, limit); p < selected.size(); p++) {
            int row = selected.row(p);
            if (selected.below(p) > -margins[row]) {
                addExactly(row, distances.exactDistance(row, samples, sample));
                below[row] = -DistanceTile.FAR;
                selected.drop(p);
                if (++exactPairs[row] % MAX_EXACT_PAIRS == 0) {
                    // So many pairs are exact already that the errors of the furthest ones average out.
                    margins[row] /= 2;
                }
            }
        }
    }

    /** Computes the minimum distance of each row minus its distance to sample {@code j}: not positive. */
    private void computeBelow(int j) {
        float[] tile = distances.tile();
        int offset = j * n;
        for (int i = 0; i < n; i++) {
            below[i] = lowest[i] - tile[offset + i];
        }
    }

    /** Returns the number of widths, the widest first, at which so many pairs have a weight that selecting them is slower. */
    private int wideWidths(int count) {
        int pairs = 0;
        int[] weighted = new int[scales.length];
        for (int j = 0; j < count; j += PROBE_STRIDE) {
            computeBelow(j);
            pairs += n;
            for (int k = 0; k < weighted.length; k++) {
                float reach = -FastExp.REACH / scales[widestFirst[k]];
                for (int i = 0; i < n; i++) {
                    weighted[k] += below[i] > reach ? 1 : 0;
                }
            }
        }
        int widths = 0;
        while (widths < weighted.length && weighted[widths] > SELECTION_SHARE * pairs) {
            widths++;
        }
        return widths;
    }

    /**
     * Returns the distance from the minimum within which an error of single precision matters, for the width at which it is
     * largest. With {@code v = 2 sigma^2}, the weight of a pair at that distance is {@code exp(-margin / v)} times the
     * largest one, and the error of its exponent is {@code error / v}.
     */
    private float margin(SampleBlock samples) {
        double norms = largestSquaredNorm + samples.largestSquaredNorm();
        double furthest = 0;
        for (double scale : exactScales) {
            double relative = TYPICAL_ERROR * norms * scale / (TOLERANCE * distances.width());
            furthest = Math.max(furthest, relative > 1 ? Math.log(relative) / scale : 0);
        }
        return (float) (furthest + 2 * WORST_ERROR * norms) + Float.MIN_NORMAL;
    }

    /** Returns {@code log sum_s exp(-|x_i - s|^2 / 2 sigma_k^2)} over the samples so far, {@code [widths][n]}. */
    public double[][] logSums() {
        double[][] logs = new double[scales.length][n];
        for (int k = 0; k < logs.length; k++) {
            for (int i = 0; i < n; i++) {
                double sum = exactSums[k][i] + sums[k][i] * correction(i, exactScales[k]);
                logs[k][i] = Math.log(sum) - exactScales[k] * exactLowest[i];
            }
        }
        return logs;
    }

    /**
     * Returns the factor that removes the rounding error of a row's nearest distance from its fast sums. The nearest pair is
     * always measured exactly, so the error is the difference between the two references. At a width that magnifies the
     * error to more than one nat, pairs outside the margin have no weight, and the factor is 1.
     */
    private double correction(int i, double scale) {
        double nats = scale * (lowest[i] + distances.squaredNorm(i) - exactLowest[i]);
        return Math.abs(nats) < 1 ? Math.exp(-nats) : 1;
    }

    @Override
    public void close() {
        distances.close();
    }
}
