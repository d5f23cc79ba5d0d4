package io.jointae.evaluate.svm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Minimizes {@code |w|^2 / 2 + C sum max(0, 1 - y x'w)^2} (liblinear's L2-regularized L2-loss SVM, Fan et al.
 * 2008, section 2) for many classes and costs C at once, by Newton's method with a truncated conjugate gradient
 * (Keerthi and DeCoste 2005).
 *
 * <p>Where each pass over the rows is dear, all unfinished problems share it. Where the rows are at hand, each class
 * goes from C to C, beginning at the minimum of the last, and takes its conjugate steps over a copy of the few rows
 * below their margin: a tenth of the work and, small, near the processor.
 *
 * <p>Rows are first rotated into the eigenvectors of their Gram matrix, which changes no norm and no
 * margin: there the Hessians {@code I + 2C sum x x'} are near their diagonals, and a few conjugate steps
 * preconditioned by these suffice at any C. A problem is finished when its duality gap says so: with
 * {@code a = 2C r} the dual is {@code sum a - |sum a y x|^2 / 2 - sum a^2 / 4C}.
 */
final class SvmSolver {

    /** Beyond it an eigenvalue decomposition costs more than it saves. */
    private static final int WIDEST_ROTATED = 4096;

    private static final int MOST_STEPS = 100;
    private static final int MOST_CONJUGATE_STEPS = 100;
    private static final double FORCING = 0.1;
    /** 2 to 2^-14 by halves of a power: short ones where many rows lie at their margin. */
    private static final double[] STEPS = IntStream.rangeClosed(-2, 28)
            .mapToDouble(k -> Math.pow(2, -k / 2.0))
            .toArray();

    private final SquaredHinge rows;
    private final double tolerance;
    private final int width;
    private final double count;

    /** @param tolerance of the duality gap relative to the objective */
    SvmSolver(SquaredHinge rows, double tolerance) {
        this.rows = rows;
        this.tolerance = tolerance;
        this.width = rows.width();
        this.count = rows.count();
    }

    /**
     * @param positives [columns], each problem's positive class
     * @param costs [columns], each problem's C
     */
    SvmSolution solve(int[] positives, double[] costs) {
        float[] basis = width <= WIDEST_ROTATED ? Eigenvectors.of(rows.gram(), width) : null;
        if (basis != null) {
            rows.rotate(basis);
        }
        int columns = positives.length;
        Column[] all = new Column[columns];
        for (int p = 0; p < columns; p++) {
            all[p] = new Column(positives[p], costs[p], new float[width]);
        }
        Column[] live = rows.atHand() ? chained(all) : all;
        while (live.length > 0) {
            live = step(live);
        }
        float[] weights = new float[width * columns];
        double[] objectives = new double[columns];
        double[] gaps = new double[columns];
        for (int p = 0; p < columns; p++) {
            System.arraycopy(all[p].weights, 0, weights, p * width, width);
            objectives[p] = all[p].objective;
            gaps[p] = all[p].gap;
        }
        return new SvmSolution(
                width, basis == null ? weights : Eigenvectors.back(basis, weights, width), objectives, gaps);
    }

    /** The first of each class, by C; each knows the next. */
    private static Column[] chained(Column[] all) {
        Map<Integer, Column> last = new HashMap<>();
        List<Column> first = new ArrayList<>();
        Column[] ascending = all.clone();
        Arrays.sort(ascending, Comparator.comparingDouble(column -> column.cost));
        for (Column column : ascending) {
            Column before = last.put(column.positive, column);
            if (before == null) {
                first.add(column);
            } else {
                before.next = column;
            }
        }
        return first.toArray(Column[]::new);
    }

    /** One Newton step of every unfinished problem; those that remain. */
    private Column[] step(Column[] live) {
        int[] positives =
                Arrays.stream(live).mapToInt(column -> column.positive).toArray();
        SquaredHinge.Slope slope = rows.at(joined(live), positives);
        for (int p = 0; p < live.length; p++) {
            live[p].measure(slope, p);
            while (live[p].finished(tolerance) && live[p].next != null) {
                Column next = live[p].next;
                next.startAt(live[p]);
                next.measure(slope, p);
                live[p] = next;
            }
        }
        int[] open = range(live, column -> !column.finished(tolerance));
        Column[] remaining = Arrays.stream(open).mapToObj(p -> live[p]).toArray(Column[]::new);
        if (open.length == 0) {
            return remaining;
        }
        refreshDiagonals(remaining, open);
        directions(remaining, open);
        search(remaining, open);
        return remaining;
    }

    /** Only where the rows below their margin have changed much: it is but a preconditioner. */
    private void refreshDiagonals(Column[] columns, int[] at) {
        int[] old = range(columns, Column::diagonalOld);
        if (old.length > 0) {
            float[] sums = rows.diagonal(Arrays.stream(old).map(k -> at[k]).toArray());
            for (int k = 0; k < old.length; k++) {
                columns[old[k]].takeDiagonal(sums, k * width);
            }
        }
    }

    /** Leaves in each column's {@code direction} about {@code -H^-1 gradient}. */
    private void directions(Column[] columns, int[] at) {
        for (int k = 0; k < columns.length; k++) {
            columns[k].startDirection();
            if (alone(columns[k])) {
                try (ActiveRows active = rows.activeRows(at[k])) {
                    for (int step = 0; step < MOST_CONJUGATE_STEPS && !columns[k].directionFound(FORCING); step++) {
                        columns[k].conjugateStep(active.curvature(columns[k].search), 0);
                    }
                }
            }
        }
        for (int step = 0; step < MOST_CONJUGATE_STEPS; step++) {
            int[] open = range(columns, column -> !alone(column) && !column.directionFound(FORCING));
            if (open.length == 0) {
                return;
            }
            float[] search = new float[open.length * width];
            for (int k = 0; k < open.length; k++) {
                System.arraycopy(columns[open[k]].search, 0, search, k * width, width);
            }
            float[] curvature =
                    rows.curvature(search, Arrays.stream(open).map(k -> at[k]).toArray());
            for (int k = 0; k < open.length; k++) {
                columns[open[k]].conjugateStep(curvature, k * width);
            }
        }
    }

    /** Whether few enough rows matter to copy them. */
    private boolean alone(Column column) {
        return rows.atHand() && column.active > 0 && 2 * column.active <= count;
    }

    /** Moves each column along its direction by the best of {@link #STEPS}. */
    private void search(Column[] columns, int[] at) {
        float[] directions = new float[columns.length * width];
        for (int p = 0; p < columns.length; p++) {
            System.arraycopy(columns[p].direction, 0, directions, p * width, width);
        }
        double[][] losses = rows.along(directions, at, STEPS);
        for (int p = 0; p < columns.length; p++) {
            columns[p].move(STEPS, losses[p]);
        }
    }

    private float[] joined(Column[] columns) {
        float[] weights = new float[columns.length * width];
        for (int p = 0; p < columns.length; p++) {
            System.arraycopy(columns[p].weights, 0, weights, p * width, width);
        }
        return weights;
    }

    private static int[] range(Column[] columns, Predicate<Column> which) {
        return IntStream.range(0, columns.length)
                .filter(p -> which.test(columns[p]))
                .toArray();
    }

    /** One class against the rest at one C. */
    private static final class Column {
        /** Fewer than this much gained in a step: single precision is at its end. */
        private static final double LEAST_GAIN = 1e-7;

        private static final double LITTLE_CHANGE = 0.1;

        final int positive;
        final double cost;
        final float[] weights;
        final float[] gradient;
        /** The Hessian's, about. */
        final float[] diagonal;

        /** Its sums over rows, at an earlier point with so many rows below their margin. */
        float[] sums;

        double sumsActive;
        final float[] residual;
        final float[] search;
        final float[] direction;
        double objective;
        double gap;
        double active;
        int newtonSteps;
        /** Begins where this one ends; null where none does. */
        Column next;

        double residualNorm;
        double firstNorm;
        boolean stalled;

        Column(int positive, double cost, float[] weights) {
            this.positive = positive;
            this.cost = cost;
            this.weights = weights;
            int width = weights.length;
            gradient = new float[width];
            diagonal = new float[width];
            residual = new float[width];
            search = new float[width];
            direction = new float[width];
        }

        /** Begins at the end of another of this class. */
        void startAt(Column end) {
            System.arraycopy(end.weights, 0, weights, 0, weights.length);
            sums = end.sums;
            sumsActive = end.sumsActive;
        }

        boolean diagonalOld() {
            return sums == null || Math.abs(active - sumsActive) > LITTLE_CHANGE * sumsActive;
        }

        void takeDiagonal(float[] all, int from) {
            sums = Arrays.copyOfRange(all, from, from + weights.length);
            sumsActive = active;
        }

        /** Takes objective, gap and gradient from the sums of column {@code p}. */
        void measure(SquaredHinge.Slope slope, int p) {
            int width = weights.length;
            double norm = VectorSums.dot(weights, 0, weights, 0, width);
            double pulled = VectorSums.dot(slope.pull(), p * width, slope.pull(), p * width, width);
            objective = norm / 2 + cost * slope.squares()[p];
            double dual = 2 * cost * slope.slacks()[p] - 2 * cost * cost * pulled - cost * slope.squares()[p];
            gap = objective - dual;
            active = slope.active()[p];
            float twice = (float) (2 * cost);
            for (int j = 0; j < width; j++) {
                gradient[j] = weights[j] - twice * slope.pull()[p * width + j];
            }
        }

        boolean finished(double tolerance) {
            return stalled || newtonSteps >= MOST_STEPS || gap <= tolerance * objective;
        }

        void startDirection() {
            Arrays.fill(direction, 0f);
            residualNorm = 0;
            float twice = (float) (2 * cost);
            for (int j = 0; j < gradient.length; j++) {
                diagonal[j] = 1 + twice * sums[j];
                residual[j] = -gradient[j];
                search[j] = residual[j] / diagonal[j];
                residualNorm += (double) residual[j] * search[j];
            }
            firstNorm = residualNorm;
        }

        boolean directionFound(double forcing) {
            return residualNorm <= forcing * forcing * firstNorm;
        }

        /** @param curvature of {@link #search}, without the regularizer and C */
        void conjugateStep(float[] curvature, int from) {
            float twice = (float) (2 * cost);
            double along = 0;
            for (int j = 0; j < search.length; j++) {
                curvature[from + j] = search[j] + twice * curvature[from + j];
                along += (double) search[j] * curvature[from + j];
            }
            float step = (float) (residualNorm / along);
            double norm = 0;
            for (int j = 0; j < search.length; j++) {
                direction[j] += step * search[j];
                residual[j] -= step * curvature[from + j];
                norm += (double) residual[j] * residual[j] / diagonal[j];
            }
            float keep = (float) (norm / residualNorm);
            residualNorm = norm;
            for (int j = 0; j < search.length; j++) {
                search[j] = residual[j] / diagonal[j] + keep * search[j];
            }
        }

        /** @param losses [steps], sums of squares after each */
        void move(double[] steps, double[] losses) {
            newtonSteps++;
            int width = weights.length;
            double ww = VectorSums.dot(weights, 0, weights, 0, width);
            double wd = VectorSums.dot(weights, 0, direction, 0, width);
            double dd = VectorSums.dot(direction, 0, direction, 0, width);
            double lowest = objective;
            double best = 0;
            for (int t = 0; t < steps.length; t++) {
                double value = (ww + 2 * steps[t] * wd + steps[t] * steps[t] * dd) / 2 + cost * losses[t];
                if (value < lowest) {
                    lowest = value;
                    best = steps[t];
                }
            }
            stalled = objective - lowest <= LEAST_GAIN * objective;
            for (int j = 0; j < width; j++) {
                weights[j] += (float) best * direction[j];
            }
        }
    }
}
