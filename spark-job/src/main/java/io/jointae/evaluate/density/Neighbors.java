package io.jointae.evaluate.density;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskArithmetic;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/** Finds the labels of the samples that are nearest to each row by Euclidean distance. */
public final class Neighbors {

    private Neighbors() {}

    /**
     * Rows and the labels of their neighbors.
     *
     * @param rows ids and labels of the rows; their values are not copied
     * @param labels {@code [rows, most]}, the labels of the neighbors, the nearest first
     * @param most number of neighbors per row
     */
    @DefaultSerializer(JavaSerializer.class)
    public record NeighborLabels(RowLabels rows, int[] labels, int most) implements Serializable {

        /**
         * Returns the most frequent label among the nearest neighbors of a row. Among equally frequent labels it is the
         * lowest one, as in scikit-learn.
         *
         * @param row index of the row
         * @param k number of neighbors that vote, at most {@link #most}
         * @param votes at least as long as there are classes; all 0 before and after the call
         */
        public int vote(int row, int k, int[] votes) {
            int from = row * most;
            for (int j = from; j < from + k; j++) {
                votes[labels[j]]++;
            }
            int best = labels[from];
            for (int j = from; j < from + k; j++) {
                int label = labels[j];
                if (votes[label] > votes[best] || votes[label] == votes[best] && label < best) {
                    best = label;
                }
            }
            for (int j = from; j < from + k; j++) {
                votes[labels[j]] = 0;
            }
            return best;
        }
    }

    /**
     * The ids and labels of rows.
     *
     * @param ids {@code [n]}
     * @param labels {@code [n]}
     */
    @DefaultSerializer(JavaSerializer.class)
    public record RowLabels(long[] ids, int[] labels) implements Serializable {}

    /**
     * Searches all samples for every row.
     *
     * @param arithmetic the library that computes the products, in full single precision
     * @param rows rows of the samples' width
     * @param samples labeled samples, at least {@code most} of them
     * @param most number of neighbors per row, at least 1
     * @return the neighbors, lazily
     */
    public static JavaRDD<NeighborLabels> find(
            Arithmetic arithmetic, JavaRDD<RowBlock> rows, SampleBroadcasts samples, int most) {
        if (samples.rows() < most) {
            throw new IllegalArgumentException(
                    "There are " + samples.rows() + " samples, fewer than " + most + " neighbors.");
        }
        List<Broadcast<RowBlock>> blocks = samples.blocks();
        Arithmetic exact = arithmetic.inFullPrecision();
        return rows.mapPartitions(part -> {
            ElementWise ops = TaskArithmetic.open(exact);
            List<NeighborLabels> found = new ArrayList<>();
            for (List<RowBlock> tiles = RowTiles.next(part); !tiles.isEmpty(); tiles = RowTiles.next(part)) {
                found.addAll(search(ops, tiles, blocks.iterator(), most));
            }
            return found.iterator();
        });
    }

    private static List<NeighborLabels> search(
            ElementWise ops, List<RowBlock> tiles, Iterator<Broadcast<RowBlock>> blocks, int most) {
        List<NeighborRows> rows = new ArrayList<>();
        try {
            for (RowBlock tile : tiles) {
                rows.add(new NeighborRows(ops, tile.values(), tile.width(), most));
            }
            while (blocks.hasNext()) {
                RowBlock block = blocks.next().value();
                try (SampleBlock samples = new SampleBlock(ops, block.values(), block.width())) {
                    rows.forEach(each -> each.add(samples, block.ids(), block.labels()));
                }
            }
            List<NeighborLabels> found = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                RowBlock tile = tiles.get(i);
                found.add(new NeighborLabels(
                        new RowLabels(tile.ids(), tile.labels()), rows.get(i).labels(), most));
            }
            return found;
        } finally {
            rows.forEach(NeighborRows::close);
        }
    }
}
