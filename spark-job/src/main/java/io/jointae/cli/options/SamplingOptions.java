package io.jointae.cli.options;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
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
            description = "Sets the number of samples over all chains. It must be a multiple of the number of chains."
                    + " Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Sets the number of independent chains. Each starts at a training row of its own and gives the same"
                            + " number of samples. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int chains;

    @Option(
            names = "--burn-in",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Discards this number of steps at the start of each chain. It must be 0 or more."
                    + " Default: ${DEFAULT-VALUE}.")
    private int burnIn;

    @Option(
            names = "--thin",
            paramLabel = "STEPS",
            defaultValue = "1",
            description =
                    "Sets the number of steps per sample; with 4, every fourth step is kept. It must be 1 or more."
                            + " Default: ${DEFAULT-VALUE}.")
    private int thin;

    @Option(
            names = "--draw",
            paramLabel = "NAME",
            defaultValue = "mean",
            description =
                    "Selects the input of the next step: the reconstruction itself (mean), or a Bernoulli sample of each"
                            + " of its units (sampled), which needs a cross-entropy model. Default: ${DEFAULT-VALUE}.")
    private Draw draw;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds the corruption and the samples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Returns how to sample, as the options say. */
    public SamplingPlan plan() {
        return new SamplingPlan(count, chains, burnIn, thin, draw, seed);
    }
}
