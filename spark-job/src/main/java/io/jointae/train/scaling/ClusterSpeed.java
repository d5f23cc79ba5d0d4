package io.jointae.train.scaling;

/**
 * The speed of the machines that a run is planned for.
 *
 * @param multiplyAddsPerSecond the multiply-adds of training steps per second and worker
 * @param round the time of a round without its transfers
 * @param network the network between the executors
 */
public record ClusterSpeed(double multiplyAddsPerSecond, RoundCosts round, ClusterNetwork network) {

    /**
     * The speed that advice assumes where nothing was measured: one core with AVX-512 per worker, rounds as {@code bench
     * round} and {@code bench scaling} measured them on two such cores, and a network of 10 Gbit/s.
     */
    public static final ClusterSpeed TYPICAL =
            new ClusterSpeed(40e9, new RoundCosts(0.02, 4.5e-3, 2e-9, 0.02, 2e-9), ClusterNetwork.DATA_CENTER);

    public ClusterSpeed {
        if (!(multiplyAddsPerSecond > 0)) {
            throw new IllegalArgumentException(multiplyAddsPerSecond + " multiply-adds per second are not positive.");
        }
    }

    /**
     * Returns the typical speed with another number of multiply-adds.
     *
     * @param multiplyAddsPerSecond the multiply-adds of training steps per second and worker
     */
    public static ClusterSpeed typical(double multiplyAddsPerSecond) {
        return new ClusterSpeed(multiplyAddsPerSecond, TYPICAL.round, TYPICAL.network);
    }
}
