package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;

/** One problem's rows with {@code y x'w < 1} at a point, by themselves: all that its Newton step depends on. */
final class ActiveRows implements AutoCloseable {

    private final Matrix x;
    private final Matrix direction;
    private final Matrix change;

    /** @param x {@code [width, rows]}, the rows; closed with this */
    ActiveRows(Matrix x) {
        this.x = x;
        this.direction = Matrix.create(DataType.FLOAT, x.rows(), 1);
        this.change = Matrix.create(DataType.FLOAT, x.columns(), 1);
    }

    /** {@code sum x x'v}. */
    float[] curvature(float[] v) {
        direction.write(v);
        change.product(x, true, direction, false, 0);
        direction.product(x, false, change, false, 0);
        float[] sum = new float[v.length];
        direction.read(sum);
        return sum;
    }

    @Override
    public void close() {
        x.array().close();
        direction.array().close();
        change.array().close();
    }
}
