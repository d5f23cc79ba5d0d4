package io.jointae.evaluate;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.RowBlocks;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.stack.Loss;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.Moments;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The mean cost of reconstructing rows through the whole stack, by the model's loss, on every split that has rows
 * (Figure 3's last points): of clean rows, and where the model's layers corrupt their inputs also of rows corrupted
 * so, the data term of the joint objective (eq. 8) that denoising training records. Targets are clean in both.
 */
public final class ReconstructionEvaluation {

    private ReconstructionEvaluation() {}

    private static final String DENOISING = "denoising-";

    /** One row a split, clean, then one a split under corruption, each with the 95 % interval of the mean. */
    public static List<ResultRow> evaluate(SparkSession spark, ModelDirectory model, PreparedDataset data) {
        ModelOnDataset evaluated = new ModelOnDataset(model, data);
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            return evaluate(evaluated, cached);
        }
    }

    /** As above, over pixels that others share. */
    public static List<ResultRow> evaluate(ModelOnDataset evaluated, EvaluationCache cached) {
        StackModel stack = evaluated.model().model();
        String metric = metric(stack.architecture().loss());
        List<ResultRow> rows = new ArrayList<>(rows(evaluated, cached, metric, OptionalLong.empty()));
        if (stack.architecture().corrupts()) {
            long noise = RandomStreams.reconstruction(evaluated.model().card().seed());
            rows.addAll(rows(evaluated, cached, DENOISING + metric, OptionalLong.of(noise)));
        }
        return rows;
    }

    /** @param noise key of the corruption; empty for clean rows */
    private static List<ResultRow> rows(
            ModelOnDataset evaluated, EvaluationCache cached, String metric, OptionalLong noise) {
        Broadcast<StackModel> model = cached.model(evaluated.model().model());
        List<ResultRow> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            if (evaluated.data().count(split) > 0) {
                long start = System.nanoTime();
                Passes passes = new Passes(model, noise.isPresent(), noise.orElse(0));
                Moments costs = cached.pixels(evaluated.data(), split)
                        .mapPartitions(blocks -> List.of(passes.costs(blocks)).iterator())
                        .treeReduce(Moments::plus);
                double seconds = (System.nanoTime() - start) / 1e9;
                double ci95 = Confidence.mean95(costs.deviations(), costs.rows());
                rows.add(evaluated.row(Map.of(), metric, split, costs.mean(), ci95, seconds));
            }
        }
        return rows;
    }

    private static String metric(Loss loss) {
        return switch (loss) {
            case CROSS_ENTROPY -> "cross-entropy";
            case SQUARED_ERROR -> "squared-error";
        };
    }

    /** What a task needs: {@code OptionalLong} is not serializable. */
    private record Passes(Broadcast<StackModel> model, boolean corrupted, long noise) implements Serializable {

        Moments costs(Iterator<RowBlock> blocks) {
            Moments all = Moments.NONE;
            if (!blocks.hasNext()) {
                return all;
            }
            ForwardPass pass = new ForwardPass(model.value(), RowBlocks.BLOCK);
            int depth = pass.architecture().depth();
            double[] costs = new double[RowBlocks.BLOCK];
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                if (corrupted) {
                    pass.corruptedCosts(block.values(), block.ids(), block.rows(), depth, noise, costs);
                } else {
                    pass.costs(block.values(), block.rows(), depth, costs);
                }
                all = all.plus(Moments.of(costs, block.rows()));
            }
            return all;
        }
    }
}
