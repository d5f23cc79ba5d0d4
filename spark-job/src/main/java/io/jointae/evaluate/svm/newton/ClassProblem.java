package io.jointae.evaluate.svm.newton;

import io.jointae.linalg.NormalMatrix;
import java.util.Arrays;

/**
 * One class against the rest: the state of Newton's method on {@code P(w) = |w|^2 / 2 + C sum max(0, 1 - y x'w)^2}. The
 * active rows are those with {@code y x'w < 1}. With their sums {@code S = sum x x'}, {@code q = sum y x} and number m,
 *
 * <pre>
 * P(w) = |w|^2 / 2 + C (m - 2 q'w + w'S w)
 * gradient g = w + 2C (S w - q)
 * Newton direction d = -(I + 2C S)^-1 g
 * </pre>
 *
 * so that a step needs no pass over the rows but the one that finds the rows that become active or inactive (Mangasarian
 * 2002; Keerthi and DeCoste 2005, "A modified finite Newton method for fast solution of large scale linear SVMs"). The
 * sums only change by those rows. With the dual variables {@code 2C max(0, 1 - y x'w)} the duality gap is exactly
 * {@code |g|^2 / 2}.
 */
final class ClassProblem implements AutoCloseable {

    private static final int MAX_STEPS = 100;

    /** A relative decrease of the objective below this value is within the error of the slacks. */
    private static final double LEAST_DECREASE = 1e-9;

    private final TrainingRows rows;
    private final float[] y;
    private final float[] slacks;
    private final boolean[] active;
    private final NormalMatrix matrix;
    private final double[] vector;
    private final double[] weights;
    private int stride;
    private double cost;
    private int activeCount;
    private double[] gradient;
    private double[] direction;
    private double objective;
    private double previousObjective;
    private int steps;

    /**
     * Creates a problem with zero weights, all of whose counted rows are active.
     *
     * @param positive class that is separated from the rest
     * @param stride distance between the rows that count
     * @param all the sum {@code x x'} over the counted rows
     */
    ClassProblem(TrainingRows rows, int positive, int stride, NormalMatrix all) {
        this.rows = rows;
        this.stride = stride;
        y = rows.targets(positive);
        slacks = new float[y.length];
        Arrays.fill(slacks, 1f);
        active = new boolean[y.length];
        matrix = new NormalMatrix(rows.width());
        matrix.copy(all);
        vector = new double[rows.width()];
        weights = new double[rows.width()];
        int[] counted = rows.every(stride);
        rows.addTargets(counted, y, vector);
        for (int i : counted) {
            active[i] = true;
        }
        activeCount = counted.length;
    }

    /** Returns the present weights as the solution at the present cost. */
    ClassSolution solution() {
        float[] single = new float[weights.length];
        for (int j = 0; j < single.length; j++) {
            single[j] = (float) weights[j];
        }
        return new ClassSolution(single, objective, gap());
    }

    /** Returns the duality gap, which bounds the distance of the objective from its minimum. */
    private double gap() {
        return dot(gradient, gradient) / 2;
    }

    /** Continues from the present weights with another cost C. */
    void start(double newCost) {
        cost = newCost;
        steps = 0;
        previousObjective = Double.POSITIVE_INFINITY;
        evaluate();
    }

    /** Counts every {@code newStride}-th row from now on, of which the present ones are some. */
    void count(int newStride) {
        stride = newStride;
        updateActive();
    }

    /** Computes the objective and the gradient from the sums over the active rows. */
    private void evaluate() {
        double[] product = matrix.product(weights);
        gradient = new double[weights.length];
        for (int j = 0; j < weights.length; j++) {
            gradient[j] = weights[j] + 2 * cost * (product[j] - vector[j]);
        }
        objective = dot(weights, weights) / 2 + cost * (activeCount - 2 * dot(vector, weights) + dot(weights, product));
    }

    /** Returns whether the gap is within a tolerance, relative to the objective, or no progress is possible. */
    boolean finished(double tolerance) {
        return gap() <= tolerance * objective
                || steps >= MAX_STEPS
                || previousObjective - objective <= LEAST_DECREASE * objective;
    }

    /**
     * Finds the Newton direction and returns it.
     *
     * @param work memory for a Cholesky decomposition
     */
    double[] direction(NormalMatrix work) {
        double[] right = new double[gradient.length];
        double ridge = 1 / (2 * cost);
        for (int j = 0; j < right.length; j++) {
            right[j] = -ridge * gradient[j];
        }
        direction = matrix.solve(ridge, right, work);
        while (direction.length == 0) {
            // The matrix is singular within the rounding errors. With a larger ridge, the direction still descends.
            ridge *= 10;
            direction = matrix.solve(ridge, right, work);
        }
        return direction;
    }

    /**
     * Moves to the minimum along the direction.
     *
     * @param change {@code [rows]}, {@code x'd} of every row
     */
    void move(float[] change) {
        steps++;
        previousObjective = objective;
        for (int i = 0; i < change.length; i++) {
            change[i] *= y[i];
        }
        double t = ExactLineSearch.minimum(
                dot(weights, direction), dot(direction, direction), cost, slacks, change, stride);
        for (int j = 0; j < weights.length; j++) {
            weights[j] += t * direction[j];
        }
        float length = (float) t;
        for (int i = 0; i < slacks.length; i++) {
            slacks[i] -= length * change[i];
        }
        updateActive();
        evaluate();
    }

    /** Adds the rows that became active to the sums, and takes away those that became inactive. */
    private void updateActive() {
        int[] entered = new int[y.length];
        int[] left = new int[y.length];
        int in = 0;
        int out = 0;
        for (int i = 0; i < y.length; i += stride) {
            boolean now = slacks[i] > 0;
            if (now != active[i]) {
                active[i] = now;
                if (now) {
                    entered[in++] = i;
                } else {
                    left[out++] = i;
                }
            }
        }
        activeCount += in - out;
        rows.add(entered, in, 1, y, matrix, vector);
        rows.add(left, out, -1, y, matrix, vector);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    @Override
    public void close() {
        matrix.close();
    }
}
