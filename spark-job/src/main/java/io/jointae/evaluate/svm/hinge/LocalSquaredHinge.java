package io.jointae.evaluate.svm.hinge;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link SquaredHinge} over rows in the memory of one task. */
public final class LocalSquaredHinge extends SquaredHinge {

    private final List<HingeChunk> chunks = new ArrayList<>();
    private CurrentWeights current;

    /**
     * Copies the rows and appends the constant to each of them.
     *
     * @param layout division of the rows into chunks
     * @param rows all rows, with their numbers as ids, in any order
     */
    public LocalSquaredHinge(ChunkLayout layout, Iterator<RowBlock> rows) {
        super(layout);
        SortedMap<Long, HingeChunk> byNumber = new TreeMap<>();
        new ChunkAssembly(layout, rows).forEachRemaining(chunk -> byNumber.put(chunk.ids()[0], new HingeChunk(chunk)));
        chunks.addAll(byNumber.values());
    }

    @Override
    HingeSums gramMatrix(HingeSums.Shape shape) {
        HingeSums sums = shape.zero();
        chunks.forEach(chunk -> chunk.addGramMatrix(sums));
        return sums;
    }

    @Override
    public void rotate(float[] basis) {
        chunks.forEach(chunk -> chunk.rotate(basis));
    }

    @Override
    void moveTo(CurrentWeights weights) {
        current = weights;
    }

    @Override
    HingeSums sum(HingeSums.Shape shape, float[] directions, ChunkOperation operation) {
        HingeSums sums = shape.zero();
        chunks.forEach(chunk -> chunk.run(operation, current.version(), () -> current, directions, sums));
        return sums;
    }

    @Override
    List<float[][]> activeRowsOfChunks(int[] problems) {
        return chunks.stream()
                .map(chunk -> chunk.activeRows(problems, current.version(), () -> current))
                .toList();
    }

    @Override
    public void close() {
        chunks.forEach(HingeChunk::close);
        chunks.clear();
    }
}
