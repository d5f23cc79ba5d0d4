package io.jointae.evaluate.svm.newton;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LiblinearOracle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The path of solutions against liblinear's, which is run to a tight tolerance. */
class CostPathTest {

    private static final double[] COSTS = {0.001, 0.1, 10, 1000};

    @Test
    void reachesTheOraclesObjectiveAtEveryCost() {
        agrees(LiblinearOracle.clouds(600, 20, 4), 0, 1, 2, 3);
    }

    @Test
    void solvesOneProblemForTwoClasses() {
        agrees(LiblinearOracle.clouds(300, 5, 2), 1);
    }

    @Test
    void reachesTheOraclesObjectiveWithMoreFeaturesThanRows() {
        agrees(LiblinearOracle.clouds(60, 150, 3), 0, 1, 2);
    }

    @Test
    void rowsOutsideOfTheSampleCount() {
        // 9,000 rows: the path starts on every second one, which are rows of other classes than the rest.
        agrees(LiblinearOracle.clouds(9000, 6, 4), 0, 1, 2, 3);
    }

    @Test
    void theGapBoundsTheDistanceToTheMinimum() {
        RowBlock rows = LiblinearOracle.clouds(400, 10, 3);
        for (double cost : COSTS) {
            ClassSolution coarse =
                    solve(rows, new double[] {cost}, 0.5, 1).get(0).get(0);
            ClassSolution fine =
                    solve(rows, new double[] {cost}, 1e-7, 1).get(0).get(0);
            assertThat(coarse.gap()).isLessThanOrEqualTo(0.5 * coarse.objective());
            assertThat(coarse.objective() - fine.objective()).isBetween(-1e-7 * fine.objective(), coarse.gap());
            assertThat(fine.gap()).isLessThanOrEqualTo(1e-7 * fine.objective());
        }
    }

    @Test
    void everySolutionIsCounted() {
        AtomicLong solved = new AtomicLong();
        RowBlock rows = LiblinearOracle.clouds(90, 4, 3);
        try (TrainingRows copy = new TrainingRows(List.of(rows).iterator(), 90, 4)) {
            ClassTasks.solve(copy, new int[] {0, 1, 2}, COSTS, 1e-3, solved::addAndGet);
        }
        assertThat(solved.get()).isEqualTo(12);
    }

    @Test
    void tasksAreLimitedByClassesSlotsAndCopies() {
        ClassTasks tasks = new ClassTasks(COSTS, 1e-3, 4000);
        assertThat(tasks.tasks(10, 9, 3, 8)).isEqualTo(3);
        assertThat(tasks.tasks(10, 9, 10, 4)).isEqualTo(4);
        assertThat(tasks.tasks(50, 9, 10, 4)).isEqualTo(2);
        assertThat(tasks.tasks(100, 9, 10, 4)).isEqualTo(1);
    }

    private static void agrees(RowBlock rows, int... positives) {
        List<List<ClassSolution>> solutions = solve(rows, COSTS, 1e-6, positives);
        int width = rows.width() + 1;
        for (int c = 0; c < COSTS.length; c++) {
            float[] weights = new float[width * positives.length];
            for (int k = 0; k < positives.length; k++) {
                ClassSolution solution = solutions.get(k).get(c);
                assertThat(solution.gap()).isLessThanOrEqualTo(1e-4 * solution.objective());
                System.arraycopy(solution.weights(), 0, weights, k * width, width);
            }
            LiblinearOracle.requireAgreement(rows, COSTS[c], weights);
        }
    }

    private static List<List<ClassSolution>> solve(RowBlock rows, double[] costs, double tolerance, int... positives) {
        int half = rows.rows() / 2;
        List<RowBlock> blocks = List.of(part(rows, 0, half), part(rows, half, rows.rows()));
        try (TrainingRows copy = new TrainingRows(blocks.iterator(), rows.rows(), rows.width())) {
            return ClassTasks.solve(copy, positives, costs, tolerance, count -> {});
        }
    }

    private static RowBlock part(RowBlock rows, int from, int to) {
        return new RowBlock(
                new long[to - from],
                Arrays.copyOfRange(rows.labels(), from, to),
                Arrays.copyOfRange(rows.values(), from * rows.width(), to * rows.width()));
    }
}
