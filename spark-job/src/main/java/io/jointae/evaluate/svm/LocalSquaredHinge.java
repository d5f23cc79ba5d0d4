package io.jointae.evaluate.svm;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** A {@link SquaredHinge} over rows in the memory of this machine. */
final class LocalSquaredHinge implements SquaredHinge {

    private final int width;
    private final List<HingeRows> blocks = new ArrayList<>();

    /**
     * Copies the rows and appends the constant to each of them.
     *
     * @param rows blocks of features of equal width, at least one
     */
    LocalSquaredHinge(Iterator<RowBlock> rows) {
        this(rows, true);
    }

    /**
     * Copies the rows.
     *
     * @param rows blocks of features of equal width, at least one
     * @param addConstant whether to append the constant; false if the rows already have it or are rotated
     */
    LocalSquaredHinge(Iterator<RowBlock> rows, boolean addConstant) {
        RowBlock first = rows.next();
        width = first.width() + (addConstant ? 1 : 0);
        HingeRows.Collector collector = new HingeRows.Collector(width, addConstant, blocks);
        collector.add(first);
        rows.forEachRemaining(collector::add);
        collector.finish();
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
    public boolean isLocal() {
        return true;
    }

    @Override
    public double[] gramMatrix() {
        double[] sum = new double[width * width];
        Matrix product = Matrix.create(DataType.FLOAT, width, width);
        float[] part = new float[width * width];
        for (HingeRows block : blocks) {
            block.gramMatrix(product);
            product.read(part);
            for (int i = 0; i < part.length; i++) {
                sum[i] += part[i];
            }
        }
        product.close();
        return sum;
    }

    @Override
    public void rotate(float[] basis) {
        Matrix q = matrix(basis, width, width);
        blocks.forEach(block -> block.rotate(q));
        q.close();
    }

    @Override
    public LossTerms evaluateAt(float[] weights, int[] positives) {
        moveTo(weights, positives);
        int problems = positives.length;
        Matrix hingeGradient = zeros(problems);
        double[] squares = new double[problems];
        double[] slacks = new double[problems];
        double[] active = new double[problems];
        for (HingeRows block : blocks) {
            block.addLossTerms(squares, slacks, active, hingeGradient);
        }
        return new LossTerms(squares, slacks, readAndClose(hingeGradient), active);
    }

    /** Remembers new weights without evaluating the loss. */
    void moveTo(float[] weights, int[] positives) {
        Matrix w = matrix(weights, width, positives.length);
        blocks.forEach(block -> block.moveTo(w, positives));
        w.close();
    }

    /** Returns the rows in their present basis, with the constant. */
    List<RowBlock> rows() {
        return blocks.stream().map(HingeRows::rows).toList();
    }

    @Override
    public float[] hessianDiagonals(int[] problems) {
        Matrix sum = zeros(problems.length);
        blocks.forEach(block -> block.addHessianDiagonals(problems, sum));
        return readAndClose(sum);
    }

    @Override
    public float[] hessianProducts(float[] directions, int[] problems) {
        Matrix v = matrix(directions, width, problems.length);
        Matrix sum = zeros(problems.length);
        for (HingeRows block : blocks) {
            block.addHessianProducts(v, problems, sum);
        }
        v.close();
        return readAndClose(sum);
    }

    @Override
    public ActiveRows activeRows(int problem) {
        int active = blocks.stream().mapToInt(block -> block.active(problem)).sum();
        Matrix x = Matrix.create(DataType.FLOAT, width, active);
        int copied = 0;
        for (HingeRows block : blocks) {
            copied += block.copyActive(problem, x, copied);
        }
        return new ActiveRows(x);
    }

    @Override
    public double[][] lineSearchLosses(float[] directions, int[] problems, double[] steps) {
        Matrix v = matrix(directions, width, problems.length);
        double[][] losses = new double[problems.length][steps.length];
        for (HingeRows block : blocks) {
            block.addLineSearchLosses(v, problems, steps, losses);
        }
        v.close();
        return losses;
    }

    @Override
    public void close() {
        blocks.forEach(HingeRows::close);
        blocks.clear();
    }

    private Matrix zeros(int problems) {
        return matrix(new float[width * problems], width, problems);
    }

    private static Matrix matrix(float[] values, int rows, int columns) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] readAndClose(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        matrix.close();
        return values;
    }
}
