package io.jointae.evaluate.svm;

import io.jointae.evaluate.data.RowBlock;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * {@link SquaredHinge} over rows that no one machine holds: one Spark job a sum, the rows where they are. A task
 * keeps nothing between jobs, so that a lost executor costs its partitions alone.
 */
final class DistributedSquaredHinge implements SquaredHinge {

    private final JavaSparkContext context;
    private final int width;
    private final long count;
    private JavaRDD<RowBlock> rows;
    private Broadcast<Point> point;

    /** Where the last {@link #at} was. */
    private record Point(float[] weights, int[] positives) implements java.io.Serializable {}

    /**
     * @param blocks of features; best persisted, they are read once
     * @param features of a row
     * @param count rows
     */
    DistributedSquaredHinge(JavaRDD<RowBlock> blocks, int features, long count) {
        context = JavaSparkContext.fromSparkContext(blocks.context());
        width = features + 1;
        this.count = count;
        keep(blocks, true, null);
    }

    private void keep(JavaRDD<RowBlock> blocks, boolean constant, Broadcast<float[]> basis) {
        rows = blocks.mapPartitions(part -> {
                    if (!part.hasNext()) {
                        return part;
                    }
                    try (LocalSquaredHinge local = new LocalSquaredHinge(part, constant)) {
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
    public boolean atHand() {
        return false;
    }

    @Override
    public double[] gram() {
        return sum(LocalSquaredHinge::gram, VectorSums::add);
    }

    @Override
    public void rotate(float[] basis) {
        JavaRDD<RowBlock> before = rows;
        Broadcast<float[]> shipped = context.broadcast(basis);
        keep(before, false, shipped);
        rows.count();
        before.unpersist(false);
    }

    @Override
    public Slope at(float[] weights, int[] positives) {
        forget();
        point = context.broadcast(new Point(weights, positives));
        Broadcast<Point> here = point;
        return sum(local -> local.at(here.value().weights(), here.value().positives()), Slope::plus);
    }

    @Override
    public float[] diagonal(int[] columns) {
        Broadcast<Point> here = point;
        return sum(
                local -> {
                    local.moveTo(here.value().weights(), here.value().positives());
                    return local.diagonal(columns);
                },
                VectorSums::add);
    }

    @Override
    public float[] curvature(float[] directions, int[] columns) {
        Broadcast<Point> here = point;
        Broadcast<float[]> shipped = context.broadcast(directions);
        try {
            return sum(
                    local -> {
                        local.moveTo(here.value().weights(), here.value().positives());
                        return local.curvature(shipped.value(), columns);
                    },
                    VectorSums::add);
        } finally {
            shipped.destroy();
        }
    }

    @Override
    public ActiveRows activeRows(int column) {
        throw new UnsupportedOperationException("the rows are spread");
    }

    @Override
    public double[][] along(float[] directions, int[] columns, double[] steps) {
        Broadcast<Point> here = point;
        Broadcast<float[]> shipped = context.broadcast(directions);
        try {
            return sum(
                    local -> {
                        local.moveTo(here.value().weights(), here.value().positives());
                        return local.along(shipped.value(), columns, steps);
                    },
                    (a, b) -> {
                        for (int p = 0; p < a.length; p++) {
                            VectorSums.add(a[p], b[p]);
                        }
                        return a;
                    });
        } finally {
            shipped.destroy();
        }
    }

    private <T> T sum(Function<LocalSquaredHinge, T> part, org.apache.spark.api.java.function.Function2<T, T, T> plus) {
        return rows.mapPartitions(blocks -> sums(blocks, part)).treeReduce(plus);
    }

    private static <T> Iterator<T> sums(Iterator<RowBlock> blocks, Function<LocalSquaredHinge, T> part)
            throws Exception {
        if (!blocks.hasNext()) {
            return java.util.Collections.emptyIterator();
        }
        try (LocalSquaredHinge local = new LocalSquaredHinge(blocks, false)) {
            return List.of(part.call(local)).iterator();
        }
    }

    private void forget() {
        if (point != null) {
            point.destroy();
            point = null;
        }
    }

    @Override
    public void close() {
        forget();
        rows.unpersist(false);
    }
}
