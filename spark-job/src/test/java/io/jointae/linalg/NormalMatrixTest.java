package io.jointae.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.DoublePointer;
import org.junit.jupiter.api.Test;

class NormalMatrixTest {

    private static final double[] ROWS = {1, 2, 0, -1, 3, 0.5, 2, 2, -2};

    @Test
    void theProductIsThatOfTheSumOverTheAddedRows() {
        try (NormalMatrix matrix = new NormalMatrix(3);
                DoublePointer rows = new DoublePointer(ROWS)) {
            matrix.add(rows, 3, 1);
            // S v = sum x (x'v) with v = (1, 0, 2): x'v = 1, 0, -2.
            assertThat(matrix.product(new double[] {1, 0, 2})).containsExactly(-3, -2, 4);
            matrix.add(rows, 1, -1);
            assertThat(matrix.product(new double[] {1, 0, 2})).containsExactly(-4, -4, 4);
        }
    }

    @Test
    void theSolutionSolvesTheSystemWithTheRidge() {
        double[] right = {1, -2, 3};
        try (NormalMatrix matrix = new NormalMatrix(3);
                NormalMatrix work = new NormalMatrix(3);
                DoublePointer rows = new DoublePointer(ROWS)) {
            matrix.add(rows, 2, 1);
            double[] solution = matrix.solve(0.1, right, work);
            double[] product = matrix.product(solution);
            for (int j = 0; j < 3; j++) {
                assertThat(product[j] + 0.1 * solution[j]).isCloseTo(right[j], within(1e-12));
            }
        }
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteHasNoSolution() {
        try (NormalMatrix matrix = new NormalMatrix(3);
                NormalMatrix work = new NormalMatrix(3);
                DoublePointer rows = new DoublePointer(ROWS)) {
            matrix.add(rows, 1, -1);
            assertThat(matrix.solve(0.1, new double[3], work)).isEmpty();
        }
    }
}
