package io.jointae.evaluate.sample;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How samples are drawn from the Markov chains of a model. The component names are keys of {@code sampling.json}.
 *
 * @param count number of samples over all chains, at least 1 and a multiple of the number of chains
 * @param chains number of independent chains, at least 1; each starts at a training row of its own and yields
 *     {@code count / chains} consecutive samples
 * @param burnIn number of steps at the beginning of each chain that are discarded, at least 0
 * @param thin number of steps per kept sample, at least 1
 * @param draw how a step obtains its state from the output of the decoder
 * @param seed seed of the corruption and of the draws
 */
@DefaultSerializer(JavaSerializer.class)
public record SamplingPlan(int count, int chains, int burnIn, int thin, Draw draw, long seed) implements Serializable {

    /** How a step draws {@code X} from {@code p(X | X~)} in eq. 15. */
    public enum Draw {
        /** The reconstruction itself, which is the mean of the output distribution. */
        MEAN,
        /** A Bernoulli draw for each unit; for cross-entropy models only. */
        SAMPLED
    }

    /** Returns the plan of the paper: 10,000 consecutive samples of one chain. */
    public static SamplingPlan paper(long seed) {
        return new SamplingPlan(10_000, 1, 0, 1, Draw.MEAN, seed);
    }

    /**
     * Checks the plan.
     *
     * @throws InvalidInputException if a number is out of range or the count is not a multiple of the chains
     */
    public SamplingPlan {
        Objects.requireNonNull(draw, "draw");
        requireAtLeast("count", count, 1);
        requireAtLeast("chains", chains, 1);
        requireAtLeast("burn-in", burnIn, 0);
        requireAtLeast("thin", thin, 1);
        if (count % chains != 0) {
            throw InvalidInputException.ofField(
                    "count",
                    "%d is not a multiple of %s %d, but all chains yield the same number of samples: choose a multiple.",
                    count,
                    FieldName.of("chains"),
                    chains);
        }
    }

    /**
     * Returns this plan as the hyperparameters of a result row, by option name with the prefix {@code sample-}. The count
     * is left out: a row states how many samples were really used.
     */
    public SortedMap<String, String> toMap() {
        return new TreeMap<>(Map.of(
                "sample-chains", Integer.toString(chains),
                "sample-burn-in", Integer.toString(burnIn),
                "sample-thin", Integer.toString(thin),
                "sample-draw", draw.name().toLowerCase(Locale.ROOT),
                "sample-seed", Long.toString(seed)));
    }

    /** Returns the number of samples per chain. */
    public int perChain() {
        return count / chains;
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw InvalidInputException.ofField(option, "%d is too small: choose %d or more.", value, least);
        }
    }
}
