package io.jointae.evaluate.svm;

import io.jointae.evaluate.svm.hinge.LossTerms;
import io.jointae.evaluate.svm.hinge.SquaredHinge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Minimizes {@code |w|^2 / 2 + C sum max(0, 1 - y x'w)^2}, the L2-regularized L2-loss SVM of liblinear (Fan et al. 2008,
 * section 2), for many classes and costs C at once, by Newton's method with a truncated conjugate gradient (Keerthi and
 * DeCoste 2005).
 *
 * <p>All problems that have started share every pass over the rows, so that a pass is a product of the rows with a matrix
 * of many columns. The problem of a class at the lowest cost starts from zero. Every other one starts from the weights of
 * the problem of the same class at the cost before it, as soon as that problem is {@link #GOOD_START nearly} solved.
 *
 * <p>The rows are first rotated into the eigenvectors of their Gram matrix, which changes no norm and no margin. In that
 * basis the Hessians {@code I + 2C sum x x'} are close to their diagonals as long as many rows are active, so that a few
 * conjugate gradient steps with a diagonal preconditioner suffice. If few rows are active and many steps are needed, those
 * rows are collected, and a factor of their Hessian becomes the preconditioner of the problem and of those that start from
 * it. It stays good while the active rows change little. A problem is finished when its duality gap is small enough. With
 * {@code a = 2C r}, where r are the slacks, the dual is {@code sum a - |sum a y x|^2 / 2 - sum a^2 / 4C}.
 */
final class SvmSolver {

    /** The width beyond which an eigenvalue decomposition costs more than it saves. */
    private static final int MAX_ROTATED_WIDTH = 4096;

    /** The width beyond which factors of the Hessians would take too much memory. */
    private static final int MAX_FACTORED_WIDTH = 1536;

    /** The largest number of active rows, as a multiple of the width, from which a Hessian is computed. */
    private static final int MOST_FACTORED_ROWS = 4;

    private static final int MAX_CONJUGATE_STEPS = 100;

    /** The duality gap, relative to the objective, at which the weights are a good start for the next cost. */
    private static final double GOOD_START = 0.1;

    /**
     * The step lengths of the line search, from 2 to 2^-14 by factors of the square root of 2. Short steps are needed if
     * many rows are close to their margin.
     */
    private static final double[] STEP_LENGTHS = IntStream.rangeClosed(-2, 28)
            .mapToDouble(k -> Math.pow(2, -k / 2.0))
            .toArray();

    private final SquaredHinge rows;
    private final double tolerance;
    private final LongConsumer solved;
    private final int width;

    /**
     * Creates a solver.
     *
     * @param rows loss over the training rows
     * @param tolerance duality gap at which a problem is finished, relative to its objective
     */
    SvmSolver(SquaredHinge rows, double tolerance) {
        this(rows, tolerance, count -> {});
    }

    /**
     * Creates a solver that reports its progress.
     *
     * @param solved receives the number of problems that were solved since the last report
     */
    SvmSolver(SquaredHinge rows, double tolerance, LongConsumer solved) {
        this.solved = solved;
        this.rows = rows;
        this.tolerance = tolerance;
        this.width = rows.width();
    }

    /**
     * Solves several problems.
     *
     * @param positives {@code [problems]}, positive class of each problem
     * @param costs {@code [problems]}, cost C of each problem
     * @return the solutions, in the order of the problems
     */
    SvmSolution solve(int[] positives, double[] costs) {
        float[] basis = width <= MAX_ROTATED_WIDTH ? Eigenvectors.of(rows.gramMatrix(), width) : null;
        if (basis != null) {
            rows.rotate(basis);
        }
        BinaryProblem[] problems = new BinaryProblem[positives.length];
        for (int p = 0; p < problems.length; p++) {
            problems[p] = new BinaryProblem(positives[p], costs[p], width);
        }
        BinaryProblem[] open = firstOfClasses(problems);
        while (open.length > 0) {
            open = newtonStep(open);
        }
        float[] weights = joined(problems, BinaryProblem::weights);
        return new SvmSolution(
                width,
                basis == null ? weights : Eigenvectors.toOriginalBasis(basis, weights, width),
                Arrays.stream(problems).mapToDouble(BinaryProblem::objective).toArray(),
                Arrays.stream(problems).mapToDouble(BinaryProblem::gap).toArray());
    }

    /** Chains the problems of each class by ascending cost and returns the first one of each class. */
    private static BinaryProblem[] firstOfClasses(BinaryProblem[] problems) {
        Map<Integer, BinaryProblem> lastOfClass = new HashMap<>();
        List<BinaryProblem> first = new ArrayList<>();
        BinaryProblem[] ascending = problems.clone();
        Arrays.sort(ascending, Comparator.comparingDouble(BinaryProblem::cost));
        for (BinaryProblem problem : ascending) {
            BinaryProblem previous = lastOfClass.put(problem.positive(), problem);
            if (previous == null) {
                first.add(problem);
            } else {
                previous.setNext(problem);
            }
        }
        return first.toArray(BinaryProblem[]::new);
    }

    /** Performs one Newton step for every open problem and returns the problems that are still open. */
    private BinaryProblem[] newtonStep(BinaryProblem[] open) {
        int[] positives = Arrays.stream(open).mapToInt(BinaryProblem::positive).toArray();
        LossTerms terms = rows.evaluateAt(joined(open, BinaryProblem::weights), positives);
        List<BinaryProblem> unfinished = new ArrayList<>();
        List<Integer> evaluated = new ArrayList<>();
        int finished = 0;
        for (int p = 0; p < open.length; p++) {
            Optional<BinaryProblem> problem = Optional.of(open[p]);
            while (problem.isPresent()) {
                BinaryProblem each = problem.get();
                each.evaluate(terms, p);
                if (each.finished(tolerance)) {
                    finished++;
                } else {
                    unfinished.add(each);
                    evaluated.add(p);
                }
                problem = each.takeNext(GOOD_START, tolerance);
            }
        }
        if (finished > 0) {
            solved.accept(finished);
        }
        BinaryProblem[] remaining = unfinished.toArray(BinaryProblem[]::new);
        if (remaining.length > 0) {
            int[] indices = evaluated.stream().mapToInt(Integer::intValue).toArray();
            refreshDiagonals(remaining, indices);
            findDirections(remaining, indices);
            searchLines(remaining, indices);
        }
        return remaining;
    }

    /** Computes outdated preconditioners again. An old one is still valid, since it only affects the convergence. */
    private void refreshDiagonals(BinaryProblem[] problems, int[] evaluated) {
        int[] outdated = indices(problems, BinaryProblem::diagonalOutdated);
        if (outdated.length > 0) {
            float[] sums = rows.hessianDiagonals(select(evaluated, outdated));
            for (int k = 0; k < outdated.length; k++) {
                problems[outdated[k]].updateDiagonal(sums, k * width);
            }
        }
    }

    /**
     * Finds approximate Newton directions.
     *
     * @param problems problems to work on
     * @param evaluated their indices in the last evaluation of the loss
     */
    private void findDirections(BinaryProblem[] problems, int[] evaluated) {
        for (BinaryProblem problem : problems) {
            problem.startDirection();
        }
        for (int step = 0; step < MAX_CONJUGATE_STEPS; step++) {
            int[] open = indices(problems, problem -> !problem.directionFound());
            if (open.length == 0) {
                return;
            }
            factor(select(problems, open), select(evaluated, open));
            float[] directions = joined(select(problems, open), BinaryProblem::searchDirection);
            float[] products = rows.hessianProducts(directions, select(evaluated, open));
            for (int k = 0; k < open.length; k++) {
                problems[open[k]].conjugateStep(products, k * width);
            }
        }
    }

    /** Computes a better preconditioner for the problems that need many steps and have few active rows. */
    private void factor(BinaryProblem[] problems, int[] evaluated) {
        if (width > MAX_FACTORED_WIDTH) {
            return;
        }
        int[] slow = indices(
                problems, problem -> problem.factorOutdated() && problem.active() <= MOST_FACTORED_ROWS * width);
        if (slow.length > 0) {
            float[][] active = rows.activeRows(select(evaluated, slow));
            for (int k = 0; k < slow.length; k++) {
                problems[slow[k]].updateFactor(HessianFactor.curvature(active[k], width));
                problems[slow[k]].restart();
            }
        }
    }

    /** Moves each problem along its direction by the best of {@link #STEP_LENGTHS}. */
    private void searchLines(BinaryProblem[] problems, int[] evaluated) {
        double[][] losses = rows.lineSearchLosses(joined(problems, BinaryProblem::direction), evaluated, STEP_LENGTHS);
        for (int p = 0; p < problems.length; p++) {
            problems[p].move(STEP_LENGTHS, losses[p]);
        }
    }

    /** Returns a vector of every problem as one matrix, {@code [width, problems]}. */
    private float[] joined(BinaryProblem[] problems, Function<BinaryProblem, float[]> vector) {
        float[] joined = new float[problems.length * width];
        for (int p = 0; p < problems.length; p++) {
            System.arraycopy(vector.apply(problems[p]), 0, joined, p * width, width);
        }
        return joined;
    }

    private static int[] indices(BinaryProblem[] problems, Predicate<BinaryProblem> condition) {
        return IntStream.range(0, problems.length)
                .filter(p -> condition.test(problems[p]))
                .toArray();
    }

    private static BinaryProblem[] select(BinaryProblem[] problems, int[] indices) {
        return Arrays.stream(indices).mapToObj(p -> problems[p]).toArray(BinaryProblem[]::new);
    }

    private static int[] select(int[] values, int[] indices) {
        return Arrays.stream(indices).map(k -> values[k]).toArray();
    }
}
