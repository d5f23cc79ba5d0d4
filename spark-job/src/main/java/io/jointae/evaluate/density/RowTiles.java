package io.jointae.evaluate.density;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Splits the blocks of a partition into tiles of {@link DistanceTile#MAX_ROWS} rows, a bounded number at a time. */
final class RowTiles {

    /** Number of tiles that share one pass over the samples: about 25 MB of images. */
    static final int TILES_PER_PASS = 16;

    private RowTiles() {}

    /** Returns the next tiles, {@link #TILES_PER_PASS} of them or a few more, or none if there are no more blocks. */
    static List<RowBlock> next(Iterator<RowBlock> blocks) {
        List<RowBlock> tiles = new ArrayList<>();
        while (tiles.size() < TILES_PER_PASS && blocks.hasNext()) {
            RowBlock block = blocks.next();
            for (int from = 0; from < block.rows(); from += DistanceTile.MAX_ROWS) {
                int to = Math.min(block.rows(), from + DistanceTile.MAX_ROWS);
                tiles.add(from == 0 && to == block.rows() ? block : slice(block, from, to));
            }
        }
        return tiles;
    }

    private static RowBlock slice(RowBlock block, int from, int to) {
        return new RowBlock(
                Arrays.copyOfRange(block.ids(), from, to),
                Arrays.copyOfRange(block.labels(), from, to),
                Arrays.copyOfRange(block.values(), from * block.width(), to * block.width()));
    }
}
