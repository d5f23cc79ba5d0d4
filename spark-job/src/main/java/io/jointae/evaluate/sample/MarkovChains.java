package io.jointae.evaluate.sample;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskModel;
import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs the Markov chains of eq. 14-15 as Spark tasks. Each step corrupts and encodes the state with the corruption of
 * every layer, decodes it, and takes the mean of the output or a draw from it as the next state. The chains are
 * independent: the samples of a chain depend only on the number of the chain and the seed.
 */
public final class MarkovChains {

    private MarkovChains() {}

    /**
     * Returns the samples, which are drawn lazily. The id of a sample is {@code chain * perChain + position} and its label
     * is the number of its chain.
     *
     * @param context context that runs the tasks
     * @param model denoising model
     * @param starts {@code [chains, inputs]}, initial state of each chain
     * @param plan number of samples and how they are drawn
     * @return blocks of samples {@code [rows, inputs]}
     * @throws InvalidInputException if the model does not define such a chain
     */
    public static JavaRDD<RowBlock> run(
            JavaSparkContext context, Broadcast<TaskModel> model, float[] starts, SamplingPlan plan) {
        requireChain(model.value().model().architecture(), plan);
        int tasks = Math.min(plan.chains(), Math.max(1, context.defaultParallelism()));
        int inputs = model.value().inputs();
        List<ChainGroup> groups = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            int from = (int) ((long) plan.chains() * t / tasks);
            int to = (int) ((long) plan.chains() * (t + 1) / tasks);
            groups.add(new ChainGroup(from, Arrays.copyOfRange(starts, from * inputs, to * inputs)));
        }
        return context.parallelize(groups, tasks)
                .flatMap(group -> new ChainIterator(model.value(), group.firstChain(), group.starts(), plan));
    }

    /** Returns whether a stack defines a chain, which it does if one of its layers corrupts its input. */
    public static boolean areDefinedFor(Architecture architecture) {
        return architecture.layers().stream()
                .anyMatch(layer -> layer.corruption().present());
    }

    /** The chains of one task: the number of the first one and the initial states of all. */
    @DefaultSerializer(JavaSerializer.class)
    private record ChainGroup(int firstChain, float[] starts) implements Serializable {}

    private static void requireChain(Architecture architecture, SamplingPlan plan) {
        if (!areDefinedFor(architecture)) {
            throw new InvalidInputException(
                    "The model does not corrupt its inputs, so its chain would never move: sample"
                            + " from a denoising model.");
        }
        if (plan.draw() == SamplingPlan.Draw.SAMPLED && architecture.loss() != Loss.CROSS_ENTROPY) {
            throw InvalidInputException.ofField(
                    "draw",
                    "sampled needs a model with cross-entropy loss, whose outputs are probabilities: choose mean.");
        }
    }
}
