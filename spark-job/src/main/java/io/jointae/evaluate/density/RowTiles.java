package io.jointae.evaluate.density;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Cuts a partition's blocks into tiles of {@link DistanceTile#ROWS} rows, a bounded number of tiles at a time. */
final class RowTiles {

    /** Tiles that share one walk through the samples: some 25 MB of images. */
    static final int TOGETHER = 16;

    private RowTiles() {}

    /** Up to {@link #TOGETHER} tiles; none where the blocks are at their end. */
    static List<RowBlock> next(Iterator<RowBlock> blocks) {
        List<RowBlock> tiles = new ArrayList<>();
        while (tiles.size() < TOGETHER && blocks.hasNext()) {
            RowBlock block = blocks.next();
            for (int from = 0; from < block.rows(); from += DistanceTile.ROWS) {
                int to = Math.min(block.rows(), from + DistanceTile.ROWS);
                tiles.add(from == 0 && to == block.rows() ? block : part(block, from, to));
            }
        }
        return tiles;
    }

    private static RowBlock part(RowBlock block, int from, int to) {
        return new RowBlock(
                Arrays.copyOfRange(block.ids(), from, to),
                Arrays.copyOfRange(block.labels(), from, to),
                Arrays.copyOfRange(block.values(), from * block.width(), to * block.width()));
    }
}
