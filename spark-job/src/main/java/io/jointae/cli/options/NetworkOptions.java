package io.jointae.cli.options;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.train.scaling.ClusterNetwork;
import picocli.CommandLine.Option;

/** The options of the network for which times are predicted. */
public final class NetworkOptions {

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--bandwidth",
            paramLabel = "GBITS",
            defaultValue = "10",
            description = "Sets the bandwidth of a node's network link for predicted times, in Gbit/s."
                    + " Default: ${DEFAULT-VALUE}.")
    private double bandwidth;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "0.2",
            description = "Sets the latency between two nodes for predicted times, in milliseconds."
                    + " Default: ${DEFAULT-VALUE}.")
    private double latency;

    /**
     * Returns the network.
     *
     * @throws io.jointae.base.InvalidInputException if a value is not valid
     */
    public ClusterNetwork network() {
        return new ClusterNetwork(bandwidth, latency);
    }
}
