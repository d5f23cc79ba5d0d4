package io.jointae.evaluate;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.blocks.Moments;
import io.jointae.evaluate.blocks.RowBlock;
import io.jointae.model.ForwardPass;
import io.jointae.model.Loss;
import io.jointae.model.ModelDirectory;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.results.ResultRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The mean cost of reconstructing clean rows through the whole stack, by the model's loss, on every split that
 * has rows (Figure 3's last points).
 */
public final class Reconstruction {

    private Reconstruction() {}

    /** One row a split, with the 95 % interval of the mean. */
    public static List<ResultRow> evaluate(SparkSession spark, ModelDirectory model, PreparedDataset data) {
        Evaluated evaluated = new Evaluated(model, data);
        try (Cached cached = Cached.single(spark)) {
            return evaluate(evaluated, cached);
        }
    }

    /** As above, over pixels that others share. */
    public static List<ResultRow> evaluate(Evaluated evaluated, Cached cached) {
        Loss loss = evaluated.model().model().architecture().loss();
        Broadcast<StackedAutoEncoder> model = cached.model(evaluated.model().model());
        List<ResultRow> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            if (evaluated.data().count(split) > 0) {
                long start = System.nanoTime();
                Moments costs = cached.pixels(evaluated.data(), split)
                        .mapPartitions(blocks -> List.of(costs(blocks, model)).iterator())
                        .treeReduce(Moments::plus);
                double seconds = (System.nanoTime() - start) / 1e9;
                double ci95 = Confidence.mean95(costs.deviations(), costs.rows());
                rows.add(evaluated.row(Map.of(), metric(loss), split, costs.mean(), ci95, seconds));
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

    private static Moments costs(Iterator<RowBlock> blocks, Broadcast<StackedAutoEncoder> model) {
        Moments all = Moments.NONE;
        if (!blocks.hasNext()) {
            return all;
        }
        ForwardPass pass = new ForwardPass(model.value(), Rows.BLOCK);
        double[] costs = new double[Rows.BLOCK];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            pass.costs(block.values(), block.rows(), pass.architecture().depth(), costs);
            all = all.plus(Moments.of(costs, block.rows()));
        }
        return all;
    }
}
