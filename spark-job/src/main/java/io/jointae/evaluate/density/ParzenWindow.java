package io.jointae.evaluate.density;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskArithmetic;
import io.jointae.spark.RddResults;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.statistics.BlockedMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the log-likelihood of rows under a Gaussian Parzen window over samples (section IV-A of the paper; Breuleux et
 * al. 2009). With S samples s of d values it is, in nats, {@code log p(x) = log sum_s exp(-|x - s|^2 / 2 sigma^2) - log S - d/2 log(2 pi sigma^2)}.
 */
public final class ParzenWindow {

    private ParzenWindow() {}

    /**
     * Returns the mean log-likelihood at every window width, from one pass over the distances.
     *
     * @param arithmetic the library that computes the products, in full single precision
     * @param rows rows of the samples' width, distributed over the tasks
     * @param samples broadcast samples
     * @param sigmas window widths, positive
     * @param rowBlocks number of blocks of rows of which sums are kept; 0 for none
     * @return moments of the log-likelihoods, one per width
     */
    public static BlockedMoments[] logLikelihoods(
            Arithmetic arithmetic, JavaRDD<RowBlock> rows, SampleBroadcasts samples, double[] sigmas, int rowBlocks) {
        List<Broadcast<RowBlock>> blocks = samples.blocks();
        double logSamples = Math.log(samples.rows());
        Arithmetic exact = arithmetic.inFullPrecision();
        return RddResults.reduce(
                rows,
                part -> moments(TaskArithmetic.open(exact), part, blocks, sigmas, logSamples, rowBlocks),
                ParzenWindow::plus);
    }

    private static BlockedMoments[] moments(
            ElementWise ops,
            Iterator<RowBlock> part,
            List<Broadcast<RowBlock>> blocks,
            double[] sigmas,
            double logSamples,
            int rowBlocks) {
        BlockedMoments[] all = new BlockedMoments[sigmas.length];
        Arrays.fill(all, BlockedMoments.none(rowBlocks));
        for (List<RowBlock> tiles = RowTiles.next(part); !tiles.isEmpty(); tiles = RowTiles.next(part)) {
            int width = tiles.get(0).width();
            List<double[][]> sums = logSums(ops, tiles, blocks, sigmas);
            for (int t = 0; t < sums.size(); t++) {
                double[][] logs = sums.get(t);
                for (int k = 0; k < sigmas.length; k++) {
                    double normalizer = logSamples + width / 2.0 * Math.log(2 * Math.PI * sigmas[k] * sigmas[k]);
                    for (int i = 0; i < logs[k].length; i++) {
                        logs[k][i] -= normalizer;
                    }
                    all[k] = all[k].plus(BlockedMoments.of(logs[k], tiles.get(t).ids(), rowBlocks));
                }
            }
        }
        return all;
    }

    /** Returns {@link ParzenRows#logSums} of each tile. */
    private static List<double[][]> logSums(
            ElementWise ops, List<RowBlock> tiles, List<Broadcast<RowBlock>> blocks, double[] sigmas) {
        List<ParzenRows> rows = new ArrayList<>();
        try {
            for (RowBlock tile : tiles) {
                rows.add(new ParzenRows(ops, tile.values(), tile.width(), sigmas));
            }
            for (Broadcast<RowBlock> block : blocks) {
                try (SampleBlock samples = new SampleBlock(
                        ops, block.value().values(), block.value().width())) {
                    rows.forEach(each -> each.add(samples));
                }
            }
            return rows.stream().map(ParzenRows::logSums).toList();
        } finally {
            rows.forEach(ParzenRows::close);
        }
    }

    private static BlockedMoments[] plus(BlockedMoments[] a, BlockedMoments[] b) {
        BlockedMoments[] sum = new BlockedMoments[a.length];
        for (int k = 0; k < sum.length; k++) {
            sum[k] = a[k].plus(b[k]);
        }
        return sum;
    }
}
