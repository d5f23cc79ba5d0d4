package io.jointae.evaluate.density;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Up to {@link DistanceTile#ROWS} rows and, for each of them and each width sigma, {@code log sum_s exp(-|x - s|^2 / 2
 * sigma^2)} over the samples seen so far.
 *
 * <p>Squared distances come as {@code |x|^2 + |s|^2 - 2 x's} from a single-precision product and are off by
 * some 1e-7 of the norms, which a small width blows up. So pairs near a row's minimum, within the margin
 * inside which that could matter, are measured again in double precision, one by one; the many others go
 * through a vectorized exponential: all of them at wide widths, at narrow ones those whose weight is not
 * nothing beside the nearest's. Each part keeps its own running minimum as the reference of its sums.
 */
public final class ParzenRows implements AutoCloseable {

    /** More pairs than these that are equally near their row: single-precision errors average out. */
    private static final int MOST_NEAR = 64;

    /** One sample in so many tells how many pairs weigh anything. */
    private static final int PROBED = 64;

    /** Part of the pairs under which picking them out is faster. */
    private static final double FEW = 0.1;

    /** Wanted: absolute error of a log-likelihood by dimension, in nats. */
    private static final double TOLERANCE = 1e-7;

    /** Typical and worst error of a squared distance, relative to the sum of the squared norms. */
    private static final double TYPICAL_ERROR = 2 * 0x1p-24;

    private static final double WORST_ERROR = 16 * 0x1p-24;

    private final DistanceTile distances;
    private final int n;
    private final float[] scales;
    private final double[] exactScales;
    private final int[] widestFirst;
    private final double largestSquare;
    private final float[] lowest;
    private final double[] exactLowest;
    private final double[][] sums;
    private final double[][] exactSums;
    private final int[] near;
    private final float[] below;
    private final float[][] tileSums;
    private final FewPairs few;

    /**
     * @param rows {@code [n, width]}, row after row
     * @param sigmas widths of the window
     */
    public ParzenRows(float[] rows, int width, double[] sigmas) {
        distances = new DistanceTile(rows, width);
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
        largestSquare =
                IntStream.range(0, n).mapToDouble(distances::square).max().orElse(0);
        lowest = new float[n];
        exactLowest = new double[n];
        Arrays.fill(lowest, DistanceTile.FAR);
        Arrays.fill(exactLowest, Double.POSITIVE_INFINITY);
        sums = new double[sigmas.length][n];
        exactSums = new double[sigmas.length][n];
        near = new int[n];
        below = new float[n];
        tileSums = new float[sigmas.length][n];
        few = new FewPairs(n);
    }

    int rows() {
        return n;
    }

    /** Adds samples. */
    public void add(SampleBlock samples) {
        float margin = margin(samples);
        for (int from = 0; from < samples.rows(); from += DistanceTile.SAMPLES) {
            int count = Math.min(DistanceTile.SAMPLES, samples.rows() - from);
            distances.measure(samples, from, count);
            lower();
            weigh(samples, from, count, margin);
        }
    }

    /** Moves the references of the sums down to the tile's minima. */
    private void lower() {
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

    private static double rescaled(double sum, double scale, double change) {
        return sum == 0 ? 0 : sum * Math.exp(scale * change);
    }

    /** Adds the tile's pairs: those near their row's minimum exactly, the others as many at a time as there are. */
    private void weigh(SampleBlock samples, int from, int count, float margin) {
        for (float[] sum : tileSums) {
            Arrays.fill(sum, 0f);
        }
        Arrays.fill(near, 0);
        int everywhere = everywhere(count);
        int[] elsewhere = Arrays.copyOfRange(widestFirst, everywhere, widestFirst.length);
        // Of what is under it, nothing is near and nothing weighs anything at the narrow widths.
        float noticed = Math.min(-margin, elsewhere.length == 0 ? 0f : -FastExp.REACH / scales[elsewhere[0]]);
        for (int j = 0; j < count; j++) {
            below(j);
            pickOut(samples, from + j, noticed, margin);
            for (int k = 0; k < everywhere; k++) {
                FastExp.addExp(scales[widestFirst[k]], below, tileSums[widestFirst[k]], n);
            }
            if (few.full()) {
                few.weigh(elsewhere, scales, tileSums);
            }
        }
        few.weigh(elsewhere, scales, tileSums);
        for (int k = 0; k < scales.length; k++) {
            for (int i = 0; i < n; i++) {
                sums[k][i] += tileSums[k][i];
            }
        }
    }

    /** Takes out what is noticed: the nearest pairs, measured exactly, and those for the narrow widths. */
    private void pickOut(SampleBlock samples, int sample, float noticed, float margin) {
        for (int p = few.pickOut(below, noticed); p < few.size(); p++) {
            int row = few.row(p);
            if (few.below(p) > -margin && near[row]++ < MOST_NEAR) {
                addExactly(row, distances.exactly(row, samples, sample));
                below[row] = -DistanceTile.FAR;
                few.drop(p);
            }
        }
    }

    /** How far sample {@code j} is beyond each row's minimum, negative. */
    private void below(int j) {
        float[] tile = distances.tile();
        int at = j * n;
        for (int i = 0; i < n; i++) {
            below[i] = lowest[i] - tile[at + i];
        }
    }

    /** How many widths, the widest first, at which so many pairs weigh something that choosing does not pay. */
    private int everywhere(int count) {
        int pairs = 0;
        int[] weigh = new int[scales.length];
        for (int j = 0; j < count; j += PROBED) {
            below(j);
            pairs += n;
            for (int k = 0; k < weigh.length; k++) {
                float reach = -FastExp.REACH / scales[widestFirst[k]];
                for (int i = 0; i < n; i++) {
                    weigh[k] += below[i] > reach ? 1 : 0;
                }
            }
        }
        int widths = 0;
        while (widths < weigh.length && weigh[widths] > FEW * pairs) {
            widths++;
        }
        return widths;
    }

    /**
     * How far from the minimum an error of single precision still matters, for the width where it reaches
     * furthest. With {@code v = 2 sigma^2} a pair's weight falls to {@code exp(-margin / v)} and its exponent is off by
     * {@code error / v}.
     */
    private float margin(SampleBlock samples) {
        double norms = largestSquare + samples.largestSquare();
        double furthest = 0;
        for (double scale : exactScales) {
            double off = TYPICAL_ERROR * norms * scale / (TOLERANCE * distances.width());
            furthest = Math.max(furthest, off > 1 ? Math.log(off) / scale : 0);
        }
        return (float) (furthest + 2 * WORST_ERROR * norms) + Float.MIN_NORMAL;
    }

    /** {@code log sum_s exp(-|x_i - s|^2 / 2 sigma_k^2)} so far, {@code [widths][n]}. */
    public double[][] logSums() {
        double[][] logs = new double[scales.length][n];
        for (int k = 0; k < logs.length; k++) {
            for (int i = 0; i < n; i++) {
                // Both minima are one pair's distance; the exact one is it without rounding.
                logs[k][i] = Math.log(exactSums[k][i] + sums[k][i]) - exactScales[k] * exactLowest[i];
            }
        }
        return logs;
    }

    @Override
    public void close() {
        distances.close();
    }
}
