package io.jointae.evaluate;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.RowBlocks;
import io.jointae.evaluate.data.TaskModel;
import io.jointae.feature.Scaling;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.spark.RddResults;
import io.jointae.stack.Loss;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.statistics.BlockedMoments;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.Moments;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures the mean cost of reconstructing rows through the whole stack, by the model's loss, on every split that has
 * rows (last points of Figure 3). Clean rows are always measured. If the layers of the model corrupt their inputs, the
 * cost under that corruption is measured too: it is the data term of the joint objective (eq. 8). The targets are clean
 * in both cases. A model with a scaling measures its loss on scaled values; its metric {@code squared-error} is that of
 * clean rows in the units of the data.
 */
public record ReconstructionEvaluation() implements Evaluation<ReconstructionOutcome> {

    /** The name of this evaluation in commands and sweep files. */
    public static final String NAME = "reconstruct";

    /** The prefix of a metric that is measured under the model's own corruption. */
    private static final String DENOISING = "denoising-";

    /** The prefix of a squared error of scaled values. */
    private static final String SCALED = "scaled-";

    private static final String SQUARED_ERROR = "squared-error";

    @Override
    public String name() {
        return NAME;
    }

    /** Returns the cross-entropy, by which the models of the paper are compared. */
    @Override
    public List<MetricName> metrics(int depth) {
        return List.of(Metric.CROSS_ENTROPY.metricName());
    }

    @Override
    public ReconstructionOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        StackModel stack = subject.model().model();
        Scaling scaling = subject.data().scaling();
        String metric = metric(stack.architecture().loss(), scaling);
        List<Measured> measured = new ArrayList<>(measure(subject, cache, metric, OptionalLong.empty()));
        if (stack.architecture().corrupts()) {
            long corruptionKey =
                    RandomStreams.evaluationKey(subject.model().card().seed());
            measured.addAll(measure(subject, cache, DENOISING + metric, OptionalLong.of(corruptionKey)));
        }
        if (!scaling.isNone()) {
            measured.addAll(measure(subject, cache, SQUARED_ERROR, OptionalLong.empty()));
        }
        CodeStatistics codes = cache.codes(subject);
        return new ReconstructionOutcome(
                measured.stream().map(each -> each.row().with(codes)).toList(),
                measured.stream().map(Measured::moments).toList());
    }

    private record Measured(ResultRow row, BlockedMoments moments) {}

    /**
     * Measures every split that has rows.
     *
     * @param corruptionKey random key of the corruption; empty for clean rows
     */
    private static List<Measured> measure(
            ModelOnDataset subject, EvaluationCache cache, String metric, OptionalLong corruptionKey) {
        Broadcast<TaskModel> model = cache.model(subject);
        List<Measured> measured = new ArrayList<>();
        for (Split split : Split.values()) {
            if (subject.data().count(split) > 0) {
                long start = System.nanoTime();
                int kept = split == Split.VALID
                        ? 0
                        : BlockMeans.blocks(subject.data().count(split));
                // Only a model without scaling calls its own loss the squared error.
                Scaling undone = metric.equals(SQUARED_ERROR) ? subject.data().scaling() : Scaling.NONE;
                CostTask task = new CostTask(model, corruptionKey.isPresent(), corruptionKey.orElse(0), kept, undone);
                BlockedMoments blocked =
                        RddResults.reduce(cache.pixels(subject.data(), split), task::costs, BlockedMoments::plus);
                double seconds = (System.nanoTime() - start) / 1e9;
                Moments costs = blocked.moments();
                double ci95 = Confidence.mean95(costs.deviations(), costs.rows());
                ResultRow row = subject.row(Map.of(), metric, split, costs.mean(), ci95, seconds);
                measured.add(new Measured(row, blocked));
            }
        }
        return measured;
    }

    private static String metric(Loss loss, Scaling scaling) {
        return switch (loss) {
            case CROSS_ENTROPY -> "cross-entropy";
            case SQUARED_ERROR -> scaling.isNone() ? SQUARED_ERROR : SCALED + SQUARED_ERROR;
        };
    }

    /**
     * The work of one Spark task.
     *
     * @param model broadcast model
     * @param corrupted whether to corrupt the inputs
     * @param corruptionKey random key of the corruption; a plain number because {@code OptionalLong} is not serializable
     * @param kept number of blocks of rows of which sums are kept; 0 for none
     * @param undone scaling in whose units of the data the squared error is measured; none for the model's own loss
     */
    @DefaultSerializer(JavaSerializer.class)
    private record CostTask(Broadcast<TaskModel> model, boolean corrupted, long corruptionKey, int kept, Scaling undone)
            implements Serializable {

        /** Returns the moments of the cost per row over all blocks of a partition. */
        BlockedMoments costs(Iterator<RowBlock> blocks) {
            BlockedMoments all = BlockedMoments.none(kept);
            if (!blocks.hasNext()) {
                return all;
            }
            int capacity = RowBlocks.rows(model.value().inputs());
            ForwardPass pass = model.value().open(capacity);
            int depth = pass.architecture().depth();
            double[] costs = new double[capacity];
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                if (!undone.isNone()) {
                    errorsInDataUnits(pass, block, costs);
                } else if (corrupted) {
                    pass.corruptedCosts(block.values(), block.ids(), block.rows(), depth, corruptionKey, costs);
                } else {
                    pass.costs(block.values(), block.rows(), depth, costs);
                }
                all = all.plus(BlockedMoments.of(costs, block.ids(), kept));
            }
            return all;
        }

        private void errorsInDataUnits(ForwardPass pass, RowBlock block, double[] errors) {
            float[] reconstructions = new float[block.values().length];
            pass.reconstruct(block.values(), block.rows(), pass.architecture().depth(), reconstructions);
            for (int row = 0; row < block.rows(); row++) {
                errors[row] = undone.squaredError(block.values(), reconstructions, row);
            }
        }
    }
}
