package io.jointae.bench.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Timings of several pieces of work, one repetition of each in turn: what slows the machine for a while slows
 * all of them. Medians, and the middle half as spread.
 */
public final class InterleavedTimings {

    private final List<double[]> seconds = new ArrayList<>();

    /**
     * Runs each piece once unmeasured, then {@code repetitions} times in turn.
     *
     * @param pieces of work; each should take a tenth of a second or more
     */
    public InterleavedTimings(int repetitions, Runnable... pieces) {
        for (Runnable piece : pieces) {
            seconds.add(new double[repetitions]);
            piece.run();
        }
        for (int r = 0; r < repetitions; r++) {
            for (int p = 0; p < pieces.length; p++) {
                long begin = System.nanoTime();
                pieces[p].run();
                seconds.get(p)[r] = (System.nanoTime() - begin) * 1e-9;
            }
        }
        seconds.forEach(Arrays::sort);
    }

    /** Median seconds of a piece. */
    public double median(int piece) {
        return quantile(piece, 0.5);
    }

    /** The middle half of a piece's seconds as a part of its median. */
    public double spread(int piece) {
        return (quantile(piece, 0.75) - quantile(piece, 0.25)) / median(piece);
    }

    private double quantile(int piece, double q) {
        double[] sorted = seconds.get(piece);
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
