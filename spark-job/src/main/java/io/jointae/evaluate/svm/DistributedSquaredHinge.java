package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.RddResults;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * A {@link SquaredHinge} over rows that are distributed over the executors. Every sum is a Spark job. Tasks keep no state
 * between jobs, so that losing an executor costs only the recomputation of its partitions.
 */
final class DistributedSquaredHinge implements SquaredHinge {

    private final JavaSparkContext context;
    private final int width;
    private final long count;
    private JavaRDD<RowBlock> rows;
    private Broadcast<CurrentWeights> current;

    /** The arguments of the last {@link #evaluateAt}. */
    @DefaultSerializer(JavaSerializer.class)
    private record CurrentWeights(float[] weights, int[] positives) implements Serializable {}

    /**
     * Appends the constant to the rows and caches them.
     *
     * @param blocks blocks of features; they are read once
     * @param features number of features per row
     * @param count number of rows
     */
    DistributedSquaredHinge(JavaRDD<RowBlock> blocks, int features, long count) {
        context = JavaSparkContext.fromSparkContext(blocks.context());
        width = features + 1;
        this.count = count;
        rows = cached(blocks, true, null);
    }

    /** Returns the rows with the constant or in another basis, cached when they are first computed. */
    private static JavaRDD<RowBlock> cached(JavaRDD<RowBlock> blocks, boolean addConstant, Broadcast<float[]> basis) {
        return blocks.mapPartitions(part -> {
                    if (!part.hasNext()) {
                        return part;
                    }
                    try (LocalSquaredHinge local = new LocalSquaredHinge(part, addConstant)) {
                        if (basis != null) {
                            local.rotate(basis.value());
                        }
                        return local.rows().iterator();
                    }
                })
                .setName("SVM rows")
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public double[] gramMatrix() {
        return sum(LocalSquaredHinge::gramMatrix, VectorSums::add);
    }

    @Override
    public void rotate(float[] basis) {
        JavaRDD<RowBlock> before = rows;
        // The broadcast is not destroyed: lost partitions are recomputed with it.
        rows = cached(before, false, context.broadcast(basis));
        rows.count();
        before.unpersist(false);
    }

    @Override
    public LossTerms evaluateAt(float[] weights, int[] positives) {
        destroyCurrent();
        current = context.broadcast(new CurrentWeights(weights, positives));
        Broadcast<CurrentWeights> at = current;
        return sum(local -> local.evaluateAt(at.value().weights(), at.value().positives()), LossTerms::plus);
    }

    @Override
    public float[] hessianDiagonals(int[] problems) {
        return sumAtCurrent(local -> local.hessianDiagonals(problems), VectorSums::add);
    }

    @Override
    public float[] hessianProducts(float[] directions, int[] problems) {
        Broadcast<float[]> broadcast = context.broadcast(directions);
        try {
            return sumAtCurrent(local -> local.hessianProducts(broadcast.value(), problems), VectorSums::add);
        } finally {
            broadcast.destroy();
        }
    }

    @Override
    public ActiveRows activeRows(int problem) {
        throw new UnsupportedOperationException("Rows that are distributed over the executors cannot be copied.");
    }

    @Override
    public double[][] lineSearchLosses(float[] directions, int[] problems, double[] steps) {
        Broadcast<float[]> broadcast = context.broadcast(directions);
        try {
            return sumAtCurrent(local -> local.lineSearchLosses(broadcast.value(), problems, steps), (a, b) -> {
                for (int p = 0; p < a.length; p++) {
                    VectorSums.add(a[p], b[p]);
                }
                return a;
            });
        } finally {
            broadcast.destroy();
        }
    }

    /** Sums over all rows, after every task has moved to the weights of the last {@link #evaluateAt}. */
    private <T> T sumAtCurrent(Function<LocalSquaredHinge, T> part, Function2<T, T, T> plus) {
        Broadcast<CurrentWeights> at = current;
        return sum(
                local -> {
                    local.moveTo(at.value().weights(), at.value().positives());
                    return part.call(local);
                },
                plus);
    }

    private <T> T sum(Function<LocalSquaredHinge, T> part, Function2<T, T, T> plus) {
        return RddResults.reduce(rows, blocks -> sum(blocks, part), plus);
    }

    /** Returns the sum over the rows of a task, or null if it has none. */
    private static <T> T sum(Iterator<RowBlock> blocks, Function<LocalSquaredHinge, T> part) throws Exception {
        if (!blocks.hasNext()) {
            return null;
        }
        try (LocalSquaredHinge local = new LocalSquaredHinge(blocks, false)) {
            return part.call(local);
        }
    }

    private void destroyCurrent() {
        if (current != null) {
            current.destroy();
            current = null;
        }
    }

    @Override
    public void close() {
        destroyCurrent();
        rows.unpersist(false);
    }
}
