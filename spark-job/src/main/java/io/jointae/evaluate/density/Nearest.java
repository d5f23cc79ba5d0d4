package io.jointae.evaluate.density;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.compute.ElementWise;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.buffer.DataType;

/** Finds the image that is nearest to each row by Euclidean distance. */
public final class Nearest {

    private Nearest() {}

    /**
     * Rows and their nearest images.
     *
     * @param rowIds {@code [n]}, ids of the rows
     * @param imageIds {@code [n]}, ids of the images that are nearest to them
     * @param squaredDistances {@code [n]}, squared Euclidean distances
     */
    @DefaultSerializer(JavaSerializer.class)
    public record NearestImages(long[] rowIds, long[] imageIds, double[] squaredDistances) implements Serializable {}

    /**
     * Searches all images for every row.
     *
     * @param rows rows of the images' width
     * @param images images to search, with their ids
     * @return the nearest images, lazily
     */
    public static JavaRDD<NearestImages> find(JavaRDD<RowBlock> rows, SampleBroadcasts images) {
        List<Broadcast<RowBlock>> blocks = images.blocks();
        return rows.mapPartitions(part -> {
            List<NearestImages> found = new ArrayList<>();
            for (List<RowBlock> tiles = RowTiles.next(part); !tiles.isEmpty(); tiles = RowTiles.next(part)) {
                found.addAll(search(tiles, blocks.iterator()));
            }
            return found.iterator();
        });
    }

    private static List<NearestImages> search(List<RowBlock> tiles, Iterator<Broadcast<RowBlock>> blocks) {
        ElementWise ops = ElementWise.of(DataType.FLOAT);
        List<NearestRows> rows = new ArrayList<>();
        try {
            for (RowBlock tile : tiles) {
                rows.add(new NearestRows(ops, tile.values(), tile.width()));
            }
            while (blocks.hasNext()) {
                RowBlock block = blocks.next().value();
                try (SampleBlock images = new SampleBlock(ops, block.values(), block.width())) {
                    rows.forEach(each -> each.add(images, block.ids()));
                }
            }
            List<NearestImages> found = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                NearestRows each = rows.get(i);
                found.add(new NearestImages(tiles.get(i).ids(), each.ids(), each.squaredDistances()));
            }
            return found;
        } finally {
            rows.forEach(NearestRows::close);
        }
    }
}
