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
 * A model of the time of one round of parameter averaging on {@code K} executors with one worker each. {@code S} is the
 * size of parameters and optimizer state in bytes, {@code w} the bandwidth of a link in bytes per second, and {@code l}
 * the latency between two nodes:
 *
 * <pre>{@code
 * round   = fixed + driverPerWorker K + driverPerByte S + workerStart + workerPerByte S + network
 * network = depth S / w + K S / (G w) + S / w + (depth + 4) l,   depth = ceil(log2(K + 1)),   G = min(K, 128)
 * }</pre>
 *
 * <p>The driver schedules the tasks of every worker ({@code driverPerWorker}), and writes and reads the vectors once
 * ({@code driverPerByte}). These two costs are fitted to the driver's processor time, as if the driver had one thread.
 * A worker starts and ends its tasks ({@code workerStart}), receives and sends the vectors, and averages its slice
 * ({@code workerPerByte}). On a cluster the workers do this at the same time. On this machine they share the cores.
 *
 * <p>The network transfers the vectors three times: the broadcast spreads from executor to executor, {@code G}
 * executors each average one slice of all vectors, and the driver receives the slices. A single worker does not
 * average.
 *
 * @param fixed the seconds that do not depend on workers or bytes
 * @param driverPerWorker the seconds per worker on the driver
 * @param driverPerByte the seconds per byte on the driver
 * @param workerStart the seconds that a worker needs to start and end its tasks
 * @param workerPerByte the seconds per byte on a worker
 */
record RoundModel(
        double fixed, double driverPerWorker, double driverPerByte, double workerStart, double workerPerByte) {

    /** The largest number of slices that the vectors are averaged in. */
    private static final int MAX_SLICES = 128;

    /** The smallest fraction of a round that the fit attributes to the workers. */
    private static final double MIN_WORKER_FRACTION = 0.01;

    /**
     * A round that was measured on this machine, where transfers between executors take no time.
     *
     * @param workers the number of workers that shared the machine
     * @param bytes the size of parameters and optimizer state
     * @param seconds the time of the round
     * @param driverSeconds the processor time of the driver
     */
    record MeasuredRound(int workers, double bytes, double seconds, double driverSeconds) {}

    /**
     * A network between the nodes of a cluster.
     *
     * @param gigabits the bandwidth of every node's link, in gigabits per second
     * @param milliseconds the latency between two nodes
     */
    record Network(double gigabits, double milliseconds) {

        /** Returns the bandwidth in bytes per second. */
        double bytesPerSecond() {
            return gigabits * 1e9 / 8;
        }
    }

    /**
     * Fits the model to measured rounds.
     *
     * @param rounds the measured rounds
     * @param cores the number of cores that the workers shared
     */
    static RoundModel fit(List<MeasuredRound> rounds, int cores) {
        double[] driver =
                fit(rounds, round -> new double[] {1, round.workers(), round.bytes()}, MeasuredRound::driverSeconds);
        double[] rest = fit(
                rounds,
                round -> new double[] {1, round.workers() / (double) cores, round.bytes() * round.workers() / cores},
                round -> Math.max(
                        MIN_WORKER_FRACTION * round.seconds(),
                        round.seconds() - driver[1] * round.workers() - driver[2] * round.bytes()));
        return new RoundModel(rest[0], driver[1], driver[2], rest[1], rest[2]);
    }

    /**
     * Returns the coefficients that minimize the squared relative errors. Negative coefficients are set to 0, one after
     * the other, and the others are fitted again.
     */
    private static double[] fit(
            List<MeasuredRound> rounds,
            Function<MeasuredRound, double[]> terms,
            ToDoubleFunction<MeasuredRound> value) {
        double[][] rows = rounds.stream()
                .map(round -> Arrays.stream(terms.apply(round))
                        .map(term -> term / value.applyAsDouble(round))
                        .toArray())
                .toArray(double[][]::new);
        List<Integer> usedTerms =
                new ArrayList<>(IntStream.range(0, rows[0].length).boxed().toList());
        while (true) {
            double[] coefficients = solve(rows, usedTerms);
            int lowest = IntStream.range(0, coefficients.length)
                    .boxed()
                    .min(Comparator.comparingDouble(k -> coefficients[k]))
                    .orElseThrow();
            if (coefficients[lowest] >= 0) {
                double[] all = new double[rows[0].length];
                for (int k = 0; k < coefficients.length; k++) {
                    all[usedTerms.get(k)] = coefficients[k];
                }
                return all;
            }
            usedTerms.remove(lowest);
        }
    }

    /** Returns the least-squares combination of the used columns that approximates 1 in every row. */
    private static double[] solve(double[][] rows, List<Integer> usedTerms) {
        double[][] usedColumns = Arrays.stream(rows)
                .map(row -> usedTerms.stream().mapToDouble(k -> row[k]).toArray())
                .toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new QRDecomposition(new Array2DRowRealMatrix(usedColumns, false))
                .getSolver()
                .solve(new ArrayRealVector(ones, false))
                .toArray();
    }

    /**
     * Returns the seconds of a round on this machine, where the workers share the cores.
     *
     * @param workers the number of workers
     * @param bytes the size of parameters and optimizer state
     * @param cores the number of cores
     */
    double secondsOnSharedCores(int workers, double bytes, int cores) {
        return fixed
                + driverPerWorker * workers
                + driverPerByte * bytes
                + (workerStart + workerPerByte * bytes) * workers / cores;
    }

    /**
     * Returns the seconds of a round on a cluster.
     *
     * @param executors the number of executors, with one worker each
     * @param bytes the size of parameters and optimizer state
     * @param network the network between the executors
     */
    double roundSeconds(int executors, double bytes, Network network) {
        double computing =
                fixed + driverPerWorker * executors + driverPerByte * bytes + workerStart + workerPerByte * bytes;
        double depth = Math.ceil(Math.log(executors + 1) / Math.log(2));
        double slices = Math.min(executors, MAX_SLICES);
        double averagedBytes = executors == 1 ? 0 : executors / slices * bytes;
        // With more than 128 executors, an averaging executor receives more bytes than one worker's vectors.
        double largerSlices = workerPerByte * bytes * Math.max(0, executors / slices - 1);
        double transfers = (depth * bytes + averagedBytes + bytes) / network.bytesPerSecond()
                + (depth + 4) * network.milliseconds() * 1e-3;
        return computing + largerSlices + transfers;
    }

    /**
     * Returns the seconds of an epoch with one averaging.
     *
     * @param executors the number of executors, with one worker each
     * @param rows the number of examples
     * @param rate the examples per second of one worker
     * @param bytes the size of parameters and optimizer state
     * @param network the network between the executors
     */
    double epochSeconds(int executors, double rows, double rate, double bytes, Network network) {
        return rows / (executors * rate) + roundSeconds(executors, bytes, network);
    }

    /**
     * Returns the number of executors up to which each added executor shortens an epoch, if parameters are averaged
     * once per epoch. The search increases the number by about 5 % per step.
     *
     * @param rows the number of examples
     * @param rate the examples per second of one worker
     * @param bytes the size of parameters and optimizer state
     * @param network the network between the executors
     */
    int fastestExecutorCount(double rows, double rate, double bytes, Network network) {
        int executors = 1;
        while (executors < 1 << 20
                && epochSeconds(next(executors), rows, rate, bytes, network)
                        < epochSeconds(executors, rows, rate, bytes, network)) {
            executors = next(executors);
        }
        return executors;
    }

    /** Returns the next candidate, about 5 % more executors. */
    private static int next(int executors) {
        return executors + Math.max(1, executors / 20);
    }

    /** Returns the fitted costs as one phrase. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "%.0f ms, plus %.2f ms per worker and %.2f ms per MB on the driver,"
                        + " plus %.0f ms and %.2f ms per MB on each worker",
                fixed * 1e3,
                driverPerWorker * 1e3,
                driverPerByte * 1e9,
                workerStart * 1e3,
                workerPerByte * 1e9);
    }
}
