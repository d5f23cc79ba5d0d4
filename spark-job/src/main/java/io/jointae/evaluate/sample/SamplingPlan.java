package io.jointae.evaluate.sample;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How samples are drawn.
 *
 * @param count samples in all, a multiple of the chains
 * @param chains that run independently, each from a training row of its own; each gives {@code count / chains}
 *     consecutive samples
 * @param burnIn first steps of each chain that are not kept
 * @param thin every so-manyth step is kept
 * @param draw what a step hands on
 * @param seed of corruption and draws
 */
public record SamplingPlan(int count, int chains, int burnIn, int thin, Draw draw, long seed) implements Serializable {

    /** What stands for {@code X ~ p(X | X~)} in eq. 15. */
    public enum Draw {
        /** The reconstruction itself, the mean of the output distribution. */
        MEAN,
        /** A Bernoulli draw of each unit: cross-entropy models only. */
        SAMPLED
    }

    /** The paper's: 10,000 consecutive samples of one chain. */
    public static SamplingPlan paper(long seed) {
        return new SamplingPlan(10_000, 1, 0, 1, Draw.MEAN, seed);
    }

    public SamplingPlan {
        Objects.requireNonNull(draw, "draw");
        require("--count", count, 1);
        require("--chains", chains, 1);
        require("--burn-in", burnIn, 0);
        require("--thin", thin, 1);
        if (count % chains != 0) {
            throw InvalidInputException.of(
                    "--count %d with --chains %d: every chain gives as many: choose a multiple", count, chains);
        }
    }

    /** By option name, prefixed, but for the count: what a result row says beside the options of training. */
    public SortedMap<String, String> toMap() {
        return new TreeMap<>(Map.of(
                "sample-chains", Integer.toString(chains),
                "sample-burn-in", Integer.toString(burnIn),
                "sample-thin", Integer.toString(thin),
                "sample-draw", draw.name().toLowerCase(Locale.ROOT),
                "sample-seed", Long.toString(seed)));
    }

    /** Samples of one chain. */
    public int perChain() {
        return count / chains;
    }

    private static void require(String option, int value, int least) {
        if (value < least) {
            throw InvalidInputException.of("%s %d: must be %d or more", option, value, least);
        }
    }
}
