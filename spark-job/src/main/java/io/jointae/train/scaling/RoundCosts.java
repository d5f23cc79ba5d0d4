package io.jointae.train.scaling;

import java.util.Locale;

/**
 * The time of one round of parameter averaging on {@code K} executors with one worker each. {@code S} is the size of
 * parameters and optimizer state in bytes, {@code w} the bandwidth of a link in bytes per second, and {@code l} the
 * latency between two nodes:
 *
 * <pre>{@code
 * round   = fixed + driverPerWorker K + driverPerByte S + workerStart + workerPerByte S + network
 * network = depth S / w + K S / (G w) + S / w + (depth + 4) l,   depth = ceil(log2(K + 1)),   G = min(K, 128)
 * }</pre>
 *
 * <p>The driver schedules the tasks of every worker ({@code driverPerWorker}), and writes and reads the vectors once
 * ({@code driverPerByte}). A worker starts and ends its tasks ({@code workerStart}), receives and sends the vectors, and
 * averages its slice ({@code workerPerByte}). On a cluster the workers do this at the same time. On one machine they
 * share the cores.
 *
 * <p>The network transfers the vectors three times: the broadcast spreads from executor to executor, {@code G} executors
 * each average one slice of all vectors, and the driver receives the slices. A single worker does not average.
 *
 * @param fixed the seconds that do not depend on workers or bytes
 * @param driverPerWorker the seconds per worker on the driver
 * @param driverPerByte the seconds per byte on the driver
 * @param workerStart the seconds that a worker needs to start and end its tasks
 * @param workerPerByte the seconds per byte on a worker
 */
public record RoundCosts(
        double fixed, double driverPerWorker, double driverPerByte, double workerStart, double workerPerByte) {

    /** The largest number of slices that the vectors are averaged in. */
    private static final int MAX_SLICES = 128;

    /**
     * Returns the costs of rounds that take the same time whatever the workers and the bytes, except for the network.
     *
     * @param seconds the time of a round without its transfers
     */
    public static RoundCosts constant(double seconds) {
        return new RoundCosts(seconds, 0, 0, 0, 0);
    }

    /**
     * Returns the seconds of a round on one machine, where the workers share the cores.
     *
     * @param workers the number of workers
     * @param bytes the size of parameters and optimizer state
     * @param cores the number of cores
     */
    public double secondsOnSharedCores(int workers, double bytes, int cores) {
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
    public double roundSeconds(int executors, double bytes, ClusterNetwork network) {
        double computing =
                fixed + driverPerWorker * executors + driverPerByte * bytes + workerStart + workerPerByte * bytes;
        double depth = Math.ceil(Math.log(executors + 1) / Math.log(2));
        double slices = Math.min(executors, MAX_SLICES);
        double averagedBytes = executors == 1 ? 0 : executors / slices * bytes;
        // With more than 128 executors, an averaging executor receives more bytes than one worker's vectors.
        double largerSlices = workerPerByte * bytes * Math.max(0, executors / slices - 1);
        double transfers = (depth * bytes + averagedBytes + bytes) / network.bytesPerSecond()
                + (depth + 4) * network.latencySeconds();
        return computing + largerSlices + transfers;
    }

    /** Returns the costs as one phrase. */
    public String describe() {
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
