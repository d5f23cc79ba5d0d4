package io.jointae.evaluate.svm;

import java.util.Arrays;

/**
 * One class against the rest at one cost C, and the state of its Newton iteration. With the gradient g and the Hessian H
 * of the objective, each step solves {@code H d = -g} approximately by preconditioned conjugate gradients and moves along
 * the direction d. All vectors have the width of a row, {@code [width]}.
 */
final class BinaryProblem {

    /** A relative decrease of the objective below this value is within the error of single precision. */
    private static final double LEAST_DECREASE = 1e-7;

    /** A relative change of the number of active rows up to which an old preconditioner is kept. */
    private static final double SMALL_CHANGE = 0.1;

    private static final int MAX_NEWTON_STEPS = 100;

    private final int positive;
    private final double cost;
    private final float[] weights;
    private final float[] gradient;
    private final float[] residual;
    private final float[] searchDirection;
    private final float[] direction;

    /** The preconditioner: an approximation of the Hessian's diagonal. */
    private final float[] diagonal;

    /** The sums over active rows of which the preconditioner consists; null before the first ones are computed. */
    private float[] diagonalSums;

    /** The number of active rows when these sums were computed. */
    private double diagonalActive;

    private double objective;
    private double gap;
    private double active;
    private int newtonSteps;
    private boolean stalled;
    private double residualNorm;
    private double initialResidualNorm;

    /** The problem of the same class that starts from the solution of this one; null if there is none. */
    private BinaryProblem next;

    /**
     * Creates a problem with zero weights.
     *
     * @param positive class that is separated from the rest
     * @param cost C
     * @param width number of features plus one
     */
    BinaryProblem(int positive, double cost, int width) {
        this.positive = positive;
        this.cost = cost;
        weights = new float[width];
        gradient = new float[width];
        diagonal = new float[width];
        residual = new float[width];
        searchDirection = new float[width];
        direction = new float[width];
    }

    int positive() {
        return positive;
    }

    double cost() {
        return cost;
    }

    float[] weights() {
        return weights;
    }

    float[] searchDirection() {
        return searchDirection;
    }

    float[] direction() {
        return direction;
    }

    /** Returns the value of the objective at the last evaluation. */
    double objective() {
        return objective;
    }

    /** Returns the duality gap at the last evaluation. */
    double gap() {
        return gap;
    }

    /** Returns the number of active rows at the last evaluation. */
    double active() {
        return active;
    }

    BinaryProblem next() {
        return next;
    }

    void setNext(BinaryProblem following) {
        next = following;
    }

    /** Starts from the solution of another problem of the same class. */
    void startFrom(BinaryProblem solved) {
        System.arraycopy(solved.weights, 0, weights, 0, weights.length);
        diagonalSums = solved.diagonalSums;
        diagonalActive = solved.diagonalActive;
    }

    /**
     * Computes the objective, the duality gap and the gradient.
     *
     * @param terms sums at the current weights
     * @param p index of this problem in the sums
     */
    void evaluate(LossTerms terms, int p) {
        int width = weights.length;
        float[] hingeGradient = terms.hingeGradient();
        double norm = VectorSums.dot(weights, 0, weights, 0, width);
        double hingeNorm = VectorSums.dot(hingeGradient, p * width, hingeGradient, p * width, width);
        objective = norm / 2 + cost * terms.squares()[p];
        double dual = 2 * cost * terms.slacks()[p] - 2 * cost * cost * hingeNorm - cost * terms.squares()[p];
        gap = objective - dual;
        active = terms.active()[p];
        float twice = (float) (2 * cost);
        for (int j = 0; j < width; j++) {
            gradient[j] = weights[j] - twice * hingeGradient[p * width + j];
        }
    }

    /** Returns whether the gap is within the tolerance, relative to the objective, or no progress is possible. */
    boolean finished(double tolerance) {
        return stalled || newtonSteps >= MAX_NEWTON_STEPS || gap <= tolerance * objective;
    }

    /** Returns whether the active rows have changed so much that the preconditioner should be computed again. */
    boolean diagonalOutdated() {
        return diagonalSums == null || Math.abs(active - diagonalActive) > SMALL_CHANGE * diagonalActive;
    }

    /**
     * Takes new sums for the preconditioner.
     *
     * @param sums sums over active rows for several problems
     * @param from position of the first sum of this problem
     */
    void updateDiagonal(float[] sums, int from) {
        diagonalSums = Arrays.copyOfRange(sums, from, from + weights.length);
        diagonalActive = active;
    }

    /** Starts the conjugate gradient iteration at the direction 0. */
    void startDirection() {
        Arrays.fill(direction, 0f);
        residualNorm = 0;
        float twice = (float) (2 * cost);
        for (int j = 0; j < gradient.length; j++) {
            diagonal[j] = 1 + twice * diagonalSums[j];
            residual[j] = -gradient[j];
            searchDirection[j] = residual[j] / diagonal[j];
            residualNorm += (double) residual[j] * searchDirection[j];
        }
        initialResidualNorm = residualNorm;
    }

    /** Returns whether the norm of the residual has fallen to a fraction of the initial one. */
    boolean directionFound(double fraction) {
        return residualNorm <= fraction * fraction * initialResidualNorm;
    }

    /**
     * Performs a step of the conjugate gradient iteration.
     *
     * @param hessianProducts sums {@code x x'v} over active rows, where v is {@link #searchDirection}, without the
     *     regularizer and C; overwritten
     * @param from position of the first sum of this problem
     */
    void conjugateStep(float[] hessianProducts, int from) {
        float twice = (float) (2 * cost);
        double curvature = 0;
        for (int j = 0; j < searchDirection.length; j++) {
            hessianProducts[from + j] = searchDirection[j] + twice * hessianProducts[from + j];
            curvature += (double) searchDirection[j] * hessianProducts[from + j];
        }
        float step = (float) (residualNorm / curvature);
        double norm = 0;
        for (int j = 0; j < searchDirection.length; j++) {
            direction[j] += step * searchDirection[j];
            residual[j] -= step * hessianProducts[from + j];
            norm += (double) residual[j] * residual[j] / diagonal[j];
        }
        float ratio = (float) (norm / residualNorm);
        residualNorm = norm;
        for (int j = 0; j < searchDirection.length; j++) {
            searchDirection[j] = residual[j] / diagonal[j] + ratio * searchDirection[j];
        }
    }

    /**
     * Moves along the direction by the step length with the lowest objective, or not at all if none decreases it.
     *
     * @param steps step lengths
     * @param losses {@code [steps]}, sums of squared slacks after each step
     */
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
        stalled = objective - lowest <= LEAST_DECREASE * objective;
        for (int j = 0; j < width; j++) {
            weights[j] += (float) best * direction[j];
        }
    }
}
