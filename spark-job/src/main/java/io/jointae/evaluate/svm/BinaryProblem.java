package io.jointae.evaluate.svm;

import io.jointae.evaluate.svm.hinge.LossTerms;
import io.jointae.evaluate.svm.hinge.VectorSums;
import java.util.Arrays;
import java.util.Optional;

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

    /** The fraction to which the conjugate gradient iteration reduces the norm of the residual. */
    private static final double RESIDUAL_FRACTION = 0.1;

    /** The same fraction after a step that did not decrease the objective. */
    private static final double SMALL_FRACTION = 0.001;

    /** The number of conjugate gradient steps after which a factor of the Hessian is worth its time. */
    private static final int MANY_STEPS = 20;

    private final int positive;
    private final double cost;
    private final float[] weights;
    private final float[] gradient;
    private final float[] residual;
    private final float[] searchDirection;
    private final float[] direction;

    /** The residual after the preconditioner. */
    private final float[] scaledResidual;

    /** The first preconditioner: an approximation of the Hessian's diagonal. */
    private final float[] diagonal;

    /** The second preconditioner, which is used once the first one needs many steps; null before. */
    private HessianFactor factor;

    /** The sum {@code x x'} over active rows that the factor was computed from; problems of a class share it. */
    private float[] curvature;

    private int conjugateSteps;

    /** The sums over active rows of which the preconditioner consists; null before the first ones are computed. */
    private float[] diagonalSums;

    /** The number of active rows when these sums were computed. */
    private double diagonalActive;

    private double objective;
    private double gap;
    private double active;
    private int newtonSteps;
    /** How many of the last steps did not decrease the objective. After the first one, the next direction is exact. */
    private int stalls;

    private double residualNorm;
    private double initialResidualNorm;

    /** The problem of the same class at the next higher cost, until it has started; null if there is none. */
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
        scaledResidual = new float[width];
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

    void setNext(BinaryProblem following) {
        next = following;
    }

    /**
     * Returns the problem of the same class at the next higher cost if it has not started and should start now, from the
     * weights of this problem.
     *
     * @param largestGap largest duality gap, relative to the objective, at which these weights are a good start
     * @param tolerance duality gap at which this problem is finished
     */
    Optional<BinaryProblem> takeNext(double largestGap, double tolerance) {
        if (next == null || !finished(tolerance) && gap > largestGap * objective) {
            return Optional.empty();
        }
        BinaryProblem started = next;
        next = null;
        System.arraycopy(weights, 0, started.weights, 0, weights.length);
        started.diagonalSums = diagonalSums;
        started.diagonalActive = diagonalActive;
        if (curvature != null) {
            started.updateFactor(curvature);
        }
        return Optional.of(started);
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
        return stalls > 1 || newtonSteps >= MAX_NEWTON_STEPS || gap <= tolerance * objective;
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

    /** Takes the sum {@code x x'} over the active rows for the second preconditioner. */
    void updateFactor(float[] sum) {
        curvature = sum;
        factor = HessianFactor.of(sum, cost, weights.length).orElse(null);
    }

    /** Returns whether the direction has taken so many steps that the second preconditioner should be computed now. */
    boolean factorOutdated() {
        return conjugateSteps == (stalls > 0 ? 0 : MANY_STEPS);
    }

    /** Starts the conjugate gradient iteration at the direction 0. */
    void startDirection() {
        Arrays.fill(direction, 0f);
        float twice = (float) (2 * cost);
        for (int j = 0; j < gradient.length; j++) {
            diagonal[j] = 1 + twice * diagonalSums[j];
            residual[j] = -gradient[j];
        }
        conjugateSteps = 0;
        restart();
        initialResidualNorm = residualNorm;
    }

    /** Goes on from the present direction with the present preconditioner. */
    void restart() {
        residualNorm = precondition();
        System.arraycopy(scaledResidual, 0, searchDirection, 0, searchDirection.length);
    }

    /** Applies the preconditioner to the residual and returns the squared norm that it defines. */
    private double precondition() {
        if (factor != null) {
            factor.solve(residual, scaledResidual);
        } else {
            for (int j = 0; j < residual.length; j++) {
                scaledResidual[j] = residual[j] / diagonal[j];
            }
        }
        return VectorSums.dot(residual, 0, scaledResidual, 0, residual.length);
    }

    /** Returns whether the norm of the residual has fallen to the fraction of the initial one that suffices. */
    boolean directionFound() {
        double fraction = stalls > 0 ? SMALL_FRACTION : RESIDUAL_FRACTION;
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
        double along = 0;
        for (int j = 0; j < searchDirection.length; j++) {
            hessianProducts[from + j] = searchDirection[j] + twice * hessianProducts[from + j];
            along += (double) searchDirection[j] * hessianProducts[from + j];
        }
        float step = (float) (residualNorm / along);
        for (int j = 0; j < searchDirection.length; j++) {
            direction[j] += step * searchDirection[j];
            residual[j] -= step * hessianProducts[from + j];
        }
        conjugateSteps++;
        double norm = precondition();
        float ratio = (float) (norm / residualNorm);
        residualNorm = norm;
        for (int j = 0; j < searchDirection.length; j++) {
            searchDirection[j] = scaledResidual[j] + ratio * searchDirection[j];
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
        stalls = objective - lowest <= LEAST_DECREASE * objective ? stalls + 1 : 0;
        for (int j = 0; j < width; j++) {
            weights[j] += (float) best * direction[j];
        }
    }
}
