package io.jointae.evaluate.svm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Minimizes {@code |w|^2 / 2 + C sum max(0, 1 - y x'w)^2}, the L2-regularized L2-loss SVM of liblinear (Fan et al. 2008,
 * section 2), for many classes and costs C at once, by Newton's method with a truncated conjugate gradient (Keerthi and
 * DeCoste 2005).
 *
 * <p>If a pass over the rows is expensive, all unfinished problems share it. If the rows are local, the problems of a
 * class are solved one after the other by ascending cost, each from the solution of the previous one. Their conjugate
 * gradient steps use a copy of the few rows that violate their margin: this takes a tenth of the time, and the copy stays
 * in the processor's cache.
 *
 * <p>The rows are first rotated into the eigenvectors of their Gram matrix, which changes no norm and no margin. In that
 * basis the Hessians {@code I + 2C sum x x'} are close to their diagonals, so that a few conjugate gradient steps with a
 * diagonal preconditioner suffice at any C. A problem is finished when its duality gap is small enough. With
 * {@code a = 2C r}, where r are the slacks, the dual is {@code sum a - |sum a y x|^2 / 2 - sum a^2 / 4C}.
 */
final class SvmSolver {

    /** The width beyond which an eigenvalue decomposition costs more than it saves. */
    private static final int MAX_ROTATED_WIDTH = 4096;

    private static final int MAX_CONJUGATE_STEPS = 100;

    /** The fraction to which the conjugate gradient iteration reduces the norm of the residual. */
    private static final double RESIDUAL_FRACTION = 0.1;

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
    private final double count;

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
        this.count = rows.count();
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
        BinaryProblem[] open = rows.isLocal() ? firstOfClasses(problems) : problems;
        int left = open.length;
        while (open.length > 0) {
            open = newtonStep(open);
            if (open.length < left) {
                solved.accept(left - open.length);
                left = open.length;
            }
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
        for (int p = 0; p < open.length; p++) {
            open[p].evaluate(terms, p);
            while (open[p].finished(tolerance) && open[p].next() != null) {
                BinaryProblem next = open[p].next();
                solved.accept(1);
                next.startFrom(open[p]);
                next.evaluate(terms, p);
                open[p] = next;
            }
        }
        int[] unfinished = indices(open, problem -> !problem.finished(tolerance));
        BinaryProblem[] remaining = select(open, unfinished);
        if (unfinished.length == 0) {
            return remaining;
        }
        refreshDiagonals(remaining, unfinished);
        findDirections(remaining, unfinished);
        searchLines(remaining, unfinished);
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
        for (int k = 0; k < problems.length; k++) {
            problems[k].startDirection();
            if (worthCopying(problems[k])) {
                try (ActiveRows active = rows.activeRows(evaluated[k])) {
                    for (int step = 0;
                            step < MAX_CONJUGATE_STEPS && !problems[k].directionFound(RESIDUAL_FRACTION);
                            step++) {
                        problems[k].conjugateStep(active.hessianProduct(problems[k].searchDirection()), 0);
                    }
                }
            }
        }
        for (int step = 0; step < MAX_CONJUGATE_STEPS; step++) {
            int[] open =
                    indices(problems, problem -> !worthCopying(problem) && !problem.directionFound(RESIDUAL_FRACTION));
            if (open.length == 0) {
                return;
            }
            float[] directions = joined(select(problems, open), BinaryProblem::searchDirection);
            float[] products = rows.hessianProducts(directions, select(evaluated, open));
            for (int k = 0; k < open.length; k++) {
                problems[open[k]].conjugateStep(products, k * width);
            }
        }
    }

    /** Returns whether the active rows are local and few enough that a copy of them saves time. */
    private boolean worthCopying(BinaryProblem problem) {
        return rows.isLocal() && problem.active() > 0 && 2 * problem.active() <= count;
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
