package io.jointae.evaluate.svm;

import io.jointae.model.Matrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Least squares with an L2 penalty, in the smaller of its two forms. */
final class Ridge {

    private Ridge() {}

    /**
     * The minimum of {@code |w|^2 / 2 + C sum (y - x'w)^2}: {@code w = (I / 2C + X X')^-1 X y}, or, for fewer rows
     * than features, {@code w = X (I / 2C + X'X)^-1 y}.
     *
     * @param rows x, {@code [n, width]}, row after row
     * @param targets y, [n]
     * @return [width], or null where single precision gives no answer
     */
    static float[] solve(float[] rows, float[] targets, int width, double cost) {
        int n = targets.length;
        boolean dual = n <= width;
        int order = dual ? n : width;
        Matrix x = filled(rows, width, n);
        Matrix y = filled(targets, n, 1);
        Matrix system = Matrix.create(DataType.FLOAT, order, order);
        Matrix pulled = Matrix.create(DataType.FLOAT, width, 1);
        try {
            system.product(x, dual, x, !dual, 0);
            float[] products = values(system);
            double[] a = new double[products.length];
            for (int i = 0; i < a.length; i++) {
                a[i] = products[i];
            }
            for (int i = 0; i < order; i++) {
                a[i * order + i] += 1 / (2 * cost);
            }
            if (dual) {
                float[] solution = Cholesky.solve(a, targets);
                if (solution == null) {
                    return null;
                }
                y.write(solution);
                pulled.product(x, false, y, false, 0);
                return values(pulled);
            }
            pulled.product(x, false, y, false, 0);
            return Cholesky.solve(a, values(pulled));
        } finally {
            for (Matrix each : Arrays.asList(x, y, system, pulled)) {
                each.array().close();
            }
        }
    }

    private static Matrix filled(float[] values, int rows, int columns) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] values(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        return values;
    }
}
