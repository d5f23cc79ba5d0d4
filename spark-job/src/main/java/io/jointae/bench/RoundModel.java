package io.jointae.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * What a round of parameter averaging takes on {@code K} executors of a worker each. {@code S} is the size of
 * parameters and optimizer state in bytes, {@code w} a link's bytes a second, {@code l} the latency of a hop:
 *
 * <pre>{@code
 * round = fixed + task K + once S + start + worker S + wire
 * wire  = depth S / w + K S / (G w) + S / w + (depth + 4) l,   depth = ceil(log2(K + 1)),   G = min(K, 128)
 * }</pre>
 *
 * <p>{@code task}: the driver starts and books one worker's tasks more. {@code once}: writing and reading on the
 * driver. These two are fitted to the driver's own processor time, and taken as if it had one thread. {@code start}: a
 * worker's tasks begin and end. {@code worker}: it takes the vectors in, gives them out and averages its share. Workers do that at the same
 * time; measured here, they take turns on this machine's cores. On the wire the broadcast spreads from
 * executor to executor, {@code G} of them then average a slice each of everybody's vectors, and the driver takes in
 * the slices. One worker averages nothing: it takes in and gives out.
 *
 * @param fixed seconds
 * @param task seconds a worker, on the driver
 * @param once seconds a byte, on the driver
 * @param start seconds, of one worker by itself
 * @param worker seconds a byte, of one worker by itself
 */
record RoundModel(double fixed, double task, double once, double start, double worker) {

    private static final int MOST_SLICES = 128;
    /** Part of a round that is left for others than the driver, whatever the fit says. */
    private static final double LEAST = 0.01;

    /**
     * A round that was measured on this machine, whose links cost nothing.
     *
     * @param workers that shared the machine
     * @param bytes of parameters and optimizer state
     * @param driver the driver's processor time, in seconds
     */
    record Point(int workers, double bytes, double seconds, double driver) {}

    /** A network: every node's link in gigabits a second, and a hop's latency in milliseconds. */
    record Network(double gigabits, double milliseconds) {

        double bytesPerSecond() {
            return gigabits * 1e9 / 8;
        }
    }

    /** @param cores on which the workers of the points took turns */
    static RoundModel fit(List<Point> points, int cores) {
        double[] driver = fit(points, point -> new double[] {1, point.workers(), point.bytes()}, Point::driver);
        double[] rest = fit(
                points,
                point -> new double[] {1, point.workers() / (double) cores, point.bytes() * point.workers() / cores},
                point -> Math.max(
                        LEAST * point.seconds(),
                        point.seconds() - driver[1] * point.workers() - driver[2] * point.bytes()));
        return new RoundModel(rest[0], driver[1], driver[2], rest[1], rest[2]);
    }

    /** Least squares of relative errors; what comes out below 0 is set to 0 and the others fitted again. */
    private static double[] fit(List<Point> points, Function<Point, double[]> terms, ToDoubleFunction<Point> value) {
        double[][] rows = points.stream()
                .map(point -> Arrays.stream(terms.apply(point))
                        .map(term -> term / value.applyAsDouble(point))
                        .toArray())
                .toArray(double[][]::new);
        List<Integer> used =
                new ArrayList<>(IntStream.range(0, rows[0].length).boxed().toList());
        while (true) {
            double[] found = solve(rows, used);
            int lowest = IntStream.range(0, found.length)
                    .boxed()
                    .min(Comparator.comparingDouble(k -> found[k]))
                    .orElseThrow();
            if (found[lowest] >= 0) {
                double[] all = new double[rows[0].length];
                for (int k = 0; k < found.length; k++) {
                    all[used.get(k)] = found[k];
                }
                return all;
            }
            used.remove(lowest);
        }
    }

    /** The combination of the used columns that is nearest to 1 everywhere. */
    private static double[] solve(double[][] rows, List<Integer> used) {
        double[][] some = Arrays.stream(rows)
                .map(row -> used.stream().mapToDouble(k -> row[k]).toArray())
                .toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new QRDecomposition(new Array2DRowRealMatrix(some, false))
                .getSolver()
                .solve(new ArrayRealVector(ones, false))
                .toArray();
    }

    /** Seconds of a round here, where {@code workers} take turns on {@code cores}. */
    double here(int workers, double bytes, int cores) {
        return fixed + task * workers + once * bytes + (start + worker * bytes) * workers / cores;
    }

    /** Seconds of a round with as many executors. */
    double round(int executors, double bytes, Network network) {
        double own = fixed + task * executors + once * bytes + start + worker * bytes;
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
    String describe() {
        return String.format(
                Locale.ROOT,
                "%.0f ms + on the driver %.2f ms a worker and %.2f ms a MB + on each worker %.0f ms and %.2f ms a MB",
                fixed * 1e3,
                task * 1e3,
                once * 1e9,
                start * 1e3,
                worker * 1e9);
    }
}
