package io.jointae.evaluate.svm;

import io.jointae.linalg.Matrix;
import org.nd4j.linalg.api.buffer.DataType;

/** A copy of the rows of one problem with {@code y x'w < 1}, on which alone its Newton step depends. */
final class ActiveRows implements AutoCloseable {

    private final Matrix x;
    private final Matrix direction;
    private final Matrix change;

    /**
     * Takes over the rows.
     *
     * @param x {@code [width, rows]}; closed together with this object
     */
    ActiveRows(Matrix x) {
        this.x = x;
        this.direction = Matrix.create(DataType.FLOAT, x.rows(), 1);
        this.change = Matrix.create(DataType.FLOAT, x.columns(), 1);
    }

    /** Returns the sum of {@code x x'v} over the rows, {@code [width]}. */
    float[] hessianProduct(float[] v) {
        direction.write(v);
        change.product(x, true, direction, false, 0);
        direction.product(x, false, change, false, 0);
        float[] sum = new float[v.length];
        direction.read(sum);
        return sum;
    }

    @Override
    public void close() {
        x.close();
        direction.close();
        change.close();
    }
}
