package io.jointae.bench;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * What a round of parameter averaging takes on {@code K} executors of a worker each. {@code S} is the size of
 * parameters and optimiser state in bytes, {@code w} a link's bytes a second, {@code l} the latency of a hop:
 *
 * <pre>{@code
 * round = fixed + task K + once S + worker S P + wire
 * wire  = depth S / w + K S / (G w) + S / w + (depth + 4) l,   depth = ceil(log2(K + 1)),   G = min(K, 128)
 * }</pre>
 *
 * <p>{@code task}: the driver starts and books one task more. {@code once}: writing and reading on the driver.
 * {@code worker}: a worker takes the vectors in, gives them out and averages its share, all workers at the same
 * time; measured here, {@code P} of them share this machine's cores. On the wire the broadcast spreads from
 * executor to executor, {@code G} of them then average a slice each of everybody's vectors, and the driver takes in
 * the slices. One worker averages nothing: it takes in and gives out.
 *
 * @param fixed seconds
 * @param task seconds a worker
 * @param once seconds a byte
 * @param worker seconds a byte, of one worker by itself
 */
record RoundModel(double fixed, double task, double once, double worker) {

    private static final int MOST_SLICES = 128;

    /**
     * A round that was measured on this machine, whose links cost nothing.
     *
     * @param workers that shared the machine
     * @param bytes of parameters and optimiser state
     */
    record Point(int workers, double bytes, double seconds) {}

    /** A network: every node's link in gigabits a second, and a hop's latency in milliseconds. */
    record Network(double gigabits, double milliseconds) {

        double bytesPerSecond() {
            return gigabits * 1e9 / 8;
        }
    }

    /**
     * Least squares of relative errors; what comes out below 0 is set to 0 and the rest fitted again.
     *
     * @param cores on which the workers of the points took turns
     */
    static RoundModel fit(List<Point> points, int cores) {
        boolean[] out = new boolean[4];
        while (true) {
            double[] fitted = solve(points, cores, out);
            int lowest = 0;
            for (int i = 1; i < fitted.length; i++) {
                lowest = fitted[i] < fitted[lowest] ? i : lowest;
            }
            if (fitted[lowest] >= 0) {
                return new RoundModel(fitted[0], fitted[1], fitted[2], fitted[3]);
            }
            out[lowest] = true;
        }
    }

    private static double[] solve(List<Point> points, int cores, boolean[] out) {
        double[][] rows = new double[points.size()][4];
        double[] ones = new double[points.size()];
        for (int i = 0; i < rows.length; i++) {
            Point point = points.get(i);
            double[] terms = {1, point.workers(), point.bytes(), point.bytes() * point.workers() / cores};
            for (int j = 0; j < 4; j++) {
                rows[i][j] = out[j] ? 0 : terms[j] / point.seconds();
            }
            ones[i] = 1;
        }
        double[][] used = new double[rows.length][];
        int n = 0;
        for (boolean left : out) {
            n += left ? 0 : 1;
        }
        for (int i = 0; i < rows.length; i++) {
            used[i] = new double[n];
            for (int j = 0, k = 0; j < 4; j++) {
                if (!out[j]) {
                    used[i][k++] = rows[i][j];
                }
            }
        }
        double[] found = new QRDecomposition(new Array2DRowRealMatrix(used, false))
                .getSolver()
                .solve(new ArrayRealVector(ones, false))
                .toArray();
        double[] all = new double[4];
        for (int j = 0, k = 0; j < 4; j++) {
            all[j] = out[j] ? 0 : found[k++];
        }
        return all;
    }

    /** Seconds of a round here, where {@code workers} take turns on {@code cores}. */
    double here(int workers, double bytes, int cores) {
        return fixed + task * workers + once * bytes + worker * bytes * workers / cores;
    }

    /** Seconds of a round with as many executors. */
    double round(int executors, double bytes, Network network) {
        double own = fixed + task * executors + once * bytes + worker * bytes;
        double depth = Math.ceil(Math.log(executors + 1) / Math.log(2));
        double slices = Math.min(executors, MOST_SLICES);
        double averaging = executors == 1 ? 0 : executors / slices * bytes;
        // Beyond 128 workers those who average have more than one worker's share to go through.
        double more = worker * bytes * Math.max(0, executors / slices - 1);
        double wire = (depth * bytes + averaging + bytes) / network.bytesPerSecond()
                + (depth + 4) * network.milliseconds() * 1e-3;
        return own + more + wire;
    }

    /**
     * Seconds of an epoch that averages once.
     *
     * @param rate examples a second of one worker
     */
    double epoch(int executors, double rows, double rate, double bytes, Network network) {
        return rows / (executors * rate) + round(executors, bytes, network);
    }

    /** The number of executors beyond which an epoch of so many rows, averaging once, takes longer, not shorter. */
    int most(double rows, double rate, double bytes, Network network) {
        int executors = 1;
        while (executors < 1 << 20
                && epoch(next(executors), rows, rate, bytes, network) < epoch(executors, rows, rate, bytes, network)) {
            executors = next(executors);
        }
        return executors;
    }

    private static int next(int executors) {
        return executors + Math.max(1, executors / 20);
    }

    /** In words. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%.0f ms + %.2f ms a worker + %.1f ms a MB on the driver + %.1f ms a MB on each worker",
                fixed * 1e3,
                task * 1e3,
                once * 1e9,
                worker * 1e9);
    }
}
