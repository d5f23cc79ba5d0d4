package io.jointae.evaluate.svm;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link SquaredHinge} over rows in this machine's memory. */
final class LocalSquaredHinge implements SquaredHinge {

    private final int width;
    private final List<HingeRows> blocks = new ArrayList<>();

    /** @param rows blocks of features of equal width, at least one; the constant is added here */
    LocalSquaredHinge(Iterator<RowBlock> rows) {
        this(rows, true);
    }

    /** @param constant whether to add the constant; false where the rows have it, or are rotated */
    LocalSquaredHinge(Iterator<RowBlock> rows, boolean constant) {
        RowBlock first = rows.next();
        width = first.width() + (constant ? 1 : 0);
        HingeRows.Gathering gathering = new HingeRows.Gathering(width, constant, blocks);
        gathering.add(first);
        rows.forEachRemaining(gathering::add);
        gathering.finish();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long count() {
        return blocks.stream().mapToLong(HingeRows::count).sum();
    }

    @Override
    public boolean atHand() {
        return true;
    }

    @Override
    public double[] gram() {
        double[] sum = new double[width * width];
        Matrix product = Matrix.create(DataType.FLOAT, width, width);
        float[] part = new float[width * width];
        for (HingeRows block : blocks) {
            block.gram(product);
            product.read(part);
            for (int i = 0; i < part.length; i++) {
                sum[i] += part[i];
            }
        }
        product.array().close();
        return sum;
    }

    @Override
    public void rotate(float[] basis) {
        Matrix q = matrix(basis, width, width);
        blocks.forEach(block -> block.rotate(q));
        q.array().close();
    }

    @Override
    public Slope at(float[] weights, int[] positives) {
        moveTo(weights, positives);
        int columns = positives.length;
        Matrix pull = zeros(columns);
        double[] squares = new double[columns];
        double[] slacks = new double[columns];
        double[] active = new double[columns];
        for (HingeRows block : blocks) {
            block.slope(squares, slacks, active, pull);
        }
        return new Slope(squares, slacks, taken(pull), active);
    }

    @Override
    public float[] diagonal(int[] columns) {
        Matrix sum = zeros(columns.length);
        blocks.forEach(block -> block.diagonal(columns, sum));
        return taken(sum);
    }

    /** As {@link #at}, without the sums. */
    void moveTo(float[] weights, int[] positives) {
        Matrix w = matrix(weights, width, positives.length);
        blocks.forEach(block -> block.moveTo(w, positives));
        w.array().close();
    }

    /** The rows as they are now, with their constant or rotated. */
    List<RowBlock> rows() {
        return blocks.stream().map(HingeRows::rows).toList();
    }

    @Override
    public float[] curvature(float[] directions, int[] columns) {
        Matrix v = matrix(directions, width, columns.length);
        Matrix sum = zeros(columns.length);
        for (HingeRows block : blocks) {
            block.curvature(v, columns, sum);
        }
        v.array().close();
        return taken(sum);
    }

    @Override
    public ActiveRows activeRows(int column) {
        int active = blocks.stream().mapToInt(block -> block.active(column)).sum();
        Matrix x = Matrix.create(DataType.FLOAT, width, active);
        int filled = 0;
        for (HingeRows block : blocks) {
            filled += block.gather(column, x, filled);
        }
        return new ActiveRows(x);
    }

    @Override
    public double[][] along(float[] directions, int[] columns, double[] steps) {
        Matrix v = matrix(directions, width, columns.length);
        double[][] losses = new double[columns.length][steps.length];
        for (HingeRows block : blocks) {
            block.along(v, columns, steps, losses);
        }
        v.array().close();
        return losses;
    }

    @Override
    public void close() {
        blocks.forEach(HingeRows::close);
        blocks.clear();
    }

    private Matrix zeros(int columns) {
        return matrix(new float[width * columns], width, columns);
    }

    private static Matrix matrix(float[] values, int rows, int columns) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] taken(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        matrix.array().close();
        return values;
    }
}
