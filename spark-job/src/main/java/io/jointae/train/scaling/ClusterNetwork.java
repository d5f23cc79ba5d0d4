package io.jointae.train.scaling;

import io.jointae.base.InvalidInputException;

/**
 * A network between the nodes of a cluster.
 *
 * @param gigabits the bandwidth of every node's link, in gigabits per second; positive and finite
 * @param milliseconds the latency between two nodes, in milliseconds; not negative and finite
 */
public record ClusterNetwork(double gigabits, double milliseconds) {

    /** A network of 10 Gbit/s and 0.2 ms, as in a data center of today. */
    public static final ClusterNetwork DATA_CENTER = new ClusterNetwork(10, 0.2);

    /** @throws InvalidInputException if a value is out of range */
    public ClusterNetwork {
        if (!(gigabits > 0) || Double.isInfinite(gigabits)) {
            throw InvalidInputException.ofField(
                    "bandwidth", "%s is not a positive number: give the link's Gbit/s, such as 10.", gigabits);
        }
        if (!(milliseconds >= 0) || Double.isInfinite(milliseconds)) {
            throw InvalidInputException.ofField(
                    "latency", "%s is not a number of at least 0: give milliseconds, such as 0.2.", milliseconds);
        }
    }

    /** Returns the bandwidth in bytes per second. */
    public double bytesPerSecond() {
        return gigabits * 1e9 / 8;
    }

    /** Returns the latency in seconds. */
    public double latencySeconds() {
        return milliseconds * 1e-3;
    }
}
