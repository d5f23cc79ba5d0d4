package io.jointae.cli.options;

import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import picocli.CommandLine.Option;

/** The options of sampling from the Markov chain of a model. */
@ShownUnder(HelpSection.SAMPLING)
public final class SamplingOptions {

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10000",
            description = "The number of samples over all chains, a multiple of the number of chains."
                    + " Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "1",
            description = "The number of independent chains, 1 or more, each of which starts at a training row and gives the"
                    + " same number of samples. Default: ${DEFAULT-VALUE}.")
    private int chains;

    @Option(
            names = "--burn-in",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "The number of steps at the start of each chain that are discarded, 0 or more."
                    + " Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    @Option(
            names = "--thin",
            paramLabel = "STEPS",
            defaultValue = "1",
            description = "The number of steps per sample, 1 or more: 4 keeps every fourth step. Default: ${DEFAULT-VALUE}.")
    private int thin;

    @Option(
            names = "--draw",
            paramLabel = "NAME",
            defaultValue = "mean",
            description = "The input of the next step: the reconstruction itself (mean), or a Bernoulli sample of each of its"
                    + " units (sampled), which needs a cross-entropy model. Default: ${DEFAULT-VALUE}.")
    private Draw draw;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The seed of the corruption and of the samples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Returns how to sample, as the options say. */
    public SamplingPlan plan() {
        return new SamplingPlan(count, chains, burnIn, thin, draw, seed);
    }
}
