package io.jointae.evaluate.svm.newton;

import io.jointae.linalg.NormalMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Solves the problems of several classes at all costs C, ascending, each from the solution at the previous cost. One pass
 * over the rows serves one Newton step of every class.
 *
 * <p>At first, at zero weights, every row is active. So the smallest cost is solved roughly on a sample of the rows, with a
 * cost that is larger by as much as the sample is smaller: most rows are then never added to the sums of a class.
 */
final class CostPath {

    /** The least number of rows of the sample. */
    private static final int SAMPLE_ROWS = 4096;

    /** The relative duality gap at which a problem is solved on the sample. */
    private static final double SAMPLE_TOLERANCE = 0.05;

    private final TrainingRows rows;
    private final double[] costs;
    private final double tolerance;
    private final LongConsumer solved;

    /**
     * Creates a path.
     *
     * @param costs {@code [costs]}, costs C, ascending
     * @param tolerance duality gap at which a problem is solved, relative to its objective
     * @param solved receives the number of problems that were solved since the last report
     */
    CostPath(TrainingRows rows, double[] costs, double tolerance, LongConsumer solved) {
        this.rows = rows;
        this.costs = costs;
        this.tolerance = tolerance;
        this.solved = solved;
    }

    /**
     * Solves problems.
     *
     * @param positives positive class of each problem
     * @return for each problem, its solutions at all costs
     */
    List<List<ClassSolution>> solve(int[] positives) {
        int stride = Math.max(1, rows.count() / SAMPLE_ROWS);
        List<ClassProblem> problems = new ArrayList<>();
        try (NormalMatrix work = new NormalMatrix(rows.width())) {
            start(positives, stride, problems);
            if (stride > 1) {
                problems.forEach(problem -> problem.start(stride * costs[0]));
                List<ClassProblem> open = new ArrayList<>(problems);
                while (!open.isEmpty()) {
                    open.removeIf(problem -> problem.finished(SAMPLE_TOLERANCE));
                    step(open, work);
                }
                problems.forEach(problem -> problem.count(1));
            }
            return solve(problems, work);
        } finally {
            problems.forEach(ClassProblem::close);
        }
    }

    private void start(int[] positives, int stride, List<ClassProblem> problems) {
        try (NormalMatrix all = new NormalMatrix(rows.width())) {
            int[] counted = rows.every(stride);
            rows.add(counted, counted.length, 1, new float[rows.count()], all, new double[rows.width()]);
            for (int positive : positives) {
                problems.add(new ClassProblem(rows, positive, stride, all));
            }
        }
    }

    private List<List<ClassSolution>> solve(List<ClassProblem> problems, NormalMatrix work) {
        List<List<ClassSolution>> solutions = new ArrayList<>();
        for (ClassProblem problem : problems) {
            solutions.add(new ArrayList<>());
            problem.start(costs[0]);
        }
        List<ClassProblem> open = new ArrayList<>(problems);
        while (!open.isEmpty()) {
            for (ClassProblem problem : open) {
                advance(problem, solutions.get(problems.indexOf(problem)));
            }
            open.removeIf(problem -> solutions.get(problems.indexOf(problem)).size() == costs.length);
            step(open, work);
        }
        return solutions;
    }

    /** Stores the solutions of all costs at which the problem is solved, and starts the next cost. */
    private void advance(ClassProblem problem, List<ClassSolution> solutions) {
        while (solutions.size() < costs.length && problem.finished(tolerance)) {
            solutions.add(problem.solution());
            solved.accept(1);
            if (solutions.size() < costs.length) {
                problem.start(costs[solutions.size()]);
            }
        }
    }

    /** Performs a Newton step of several problems. */
    private void step(List<ClassProblem> open, NormalMatrix work) {
        if (open.isEmpty()) {
            return;
        }
        double[][] directions =
                open.stream().map(problem -> problem.direction(work)).toArray(double[][]::new);
        float[][] changes = rows.margins(directions);
        for (int p = 0; p < open.size(); p++) {
            open.get(p).move(changes[p]);
        }
    }
}
