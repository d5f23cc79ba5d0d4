package io.jointae.cli.options;

import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import picocli.CommandLine.Option;

/** How a chain is sampled. */
public final class SamplingOptions {

    @Option(names = "--count", defaultValue = "10000", description = "Samples in all. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--chains",
            defaultValue = "1",
            description = "Independent chains, side by side; they share --count. Default: ${DEFAULT-VALUE}.")
    private int chains;

    @Option(
            names = "--burn-in",
            defaultValue = "0",
            description = "First steps of a chain that are not kept. Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    @Option(
            names = "--thin",
            defaultValue = "1",
            description = "Every so-manyth step is kept. Default: ${DEFAULT-VALUE}.")
    private int thin;

    @Option(
            names = "--draw",
            defaultValue = "mean",
            description =
                    "What a step hands on: the mean of the output, or units sampled by it: ${COMPLETION-CANDIDATES}."
                            + " Default: ${DEFAULT-VALUE}.")
    private Draw draw;

    @Option(names = "--seed", defaultValue = "1", description = "Of corruption and draws. Default: ${DEFAULT-VALUE}.")
    private long seed;

    public SamplingPlan plan() {
        return new SamplingPlan(count, chains, burnIn, thin, draw, seed);
    }
}
