package io.jointae.evaluate.picture;

import io.jointae.linalg.Eigenvalues;

/**
 * The codes of rows on their two principal axes (PCA).
 *
 * @param coordinates {@code [n, 2]}, row after row: the positions on the first and on the second axis
 * @param shares the shares of the variance that lie on the two axes, each from 0 to 1; 0 if the codes are constant
 */
public record CodePlane(double[] coordinates, double[] shares) {

    /** The largest number of rows, whose inner products are decomposed. */
    public static final int MOST_ROWS = 1000;

    private static final int AXES = 2;

    /**
     * Projects codes. An axis has the direction in which the row that is farthest from the mean along it is positive.
     *
     * @param codes {@code [n, units]}, row after row; those that are not finite numbers count as 0
     * @param n number of rows, from 1 to {@link #MOST_ROWS}
     */
    public static CodePlane of(float[] codes, int n) {
        int units = codes.length / n;
        // The eigenvectors of X X' times the singular values are the coordinates, however many units there are.
        double[] gram = new double[n * n];
        Eigenvalues.addGram(gram, centeredColumns(codes, n, units), n);
        Eigenvalues.Decomposition axes = Eigenvalues.decompose(gram, n);
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += gram[i * n + i];
        }
        double[] coordinates = new double[n * AXES];
        double[] shares = new double[AXES];
        for (int axis = 0; axis < Math.min(AXES, n); axis++) {
            int from = (n - 1 - axis) * n;
            double value = Math.max(0, axes.values()[n - 1 - axis]);
            shares[axis] = trace == 0 ? 0 : value / trace;
            double farthest = 0;
            for (int i = 0; i < n; i++) {
                double x = axes.vectors()[from + i];
                farthest = Math.abs(x) > Math.abs(farthest) ? x : farthest;
            }
            double scale = Math.copySign(Math.sqrt(value), farthest);
            for (int i = 0; i < n; i++) {
                // The sum turns -0.0 into 0.0, because the sign of an eigenvector depends on the library.
                coordinates[i * AXES + axis] = scale * axes.vectors()[from + i] + 0.0;
            }
        }
        return new CodePlane(coordinates, shares);
    }

    /** Returns the centered codes as {@code [units, n]}, unit after unit. */
    private static double[] centeredColumns(float[] codes, int n, int units) {
        double[] columns = new double[codes.length];
        for (int unit = 0; unit < units; unit++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += finite(codes[i * units + unit]) / n;
            }
            for (int i = 0; i < n; i++) {
                columns[unit * n + i] = finite(codes[i * units + unit]) - mean;
            }
        }
        return columns;
    }

    private static double finite(float code) {
        return Float.isFinite(code) ? code : 0;
    }
}
