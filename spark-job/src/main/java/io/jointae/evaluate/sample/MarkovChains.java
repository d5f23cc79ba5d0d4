package io.jointae.evaluate.sample;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Chains of eq. 14-15 as Spark tasks: corrupt and encode with each layer's own corruption, decode, hand the mean
 * or a draw on. Chains are independent, and what one gives depends on its number and the seed alone.
 */
public final class MarkovChains {

    private MarkovChains() {}

    /**
     * The samples, lazily: blocks with ids {@code chain * perChain + position} and the chain as label.
     *
     * @param starts {@code [chains, inputs]}, where each chain begins
     * @throws InvalidInputException if the model defines no such chain
     */
    public static JavaRDD<RowBlock> run(
            JavaSparkContext context, Broadcast<StackModel> model, float[] starts, SamplingPlan plan) {
        requireChain(model.value().architecture(), plan);
        int tasks = Math.min(plan.chains(), Math.max(1, context.defaultParallelism()));
        int inputs = model.value().architecture().inputs();
        List<Start> parts = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            int from = (int) ((long) plan.chains() * t / tasks);
            int to = (int) ((long) plan.chains() * (t + 1) / tasks);
            parts.add(new Start(from, java.util.Arrays.copyOfRange(starts, from * inputs, to * inputs)));
        }
        return context.parallelize(parts, tasks)
                .flatMap(start -> new ChainIterator(model.value(), start.first(), start.rows(), plan));
    }

    /** First chain and first state of each of a task's chains. */
    private record Start(int first, float[] rows) implements java.io.Serializable {}

    private static void requireChain(Architecture architecture, SamplingPlan plan) {
        boolean moves = architecture.layers().stream()
                .anyMatch(layer -> layer.corruption().present());
        if (!moves) {
            throw new InvalidInputException(
                    "the model has no corruption, so its chain stands still: sample a denoising model");
        }
        if (plan.draw() == SamplingPlan.Draw.SAMPLED && architecture.loss() != Loss.CROSS_ENTROPY) {
            throw new InvalidInputException(
                    "--draw sampled needs a cross-entropy model, whose outputs are probabilities: use mean");
        }
    }
}
