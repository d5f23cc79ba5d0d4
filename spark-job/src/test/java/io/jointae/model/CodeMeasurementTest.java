package io.jointae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.statistics.CodeStatistics;
import io.jointae.testing.Bars;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeMeasurementTest {

    private static final int WIDTH = 16;

    /** Returns {@code sin(1 + 0.7 i^2 + 1.3 j (1 + i))} for row i and unit j, as the Python program computed it. */
    private static double[] waves(int rows, int units) {
        double[] codes = new double[rows * units];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < units; j++) {
                codes[i * units + j] = Math.sin(1 + 0.7 * i * i + 1.3 * j * (1 + i));
            }
        }
        return codes;
    }

    /**
     * The expected ranks come from NumPy 2.4.6, {@code numpy.linalg.svd} of the centered codes; those of scikit-learn's
     * {@code PCA.singular_values_} are the same. The variances are {@code X.var(0).mean()}.
     */
    @Test
    void varianceAndEffectiveRankAreThoseOfNumPyAndScikitLearn() {
        CodeStatistics.Layer tall = CodeMeasurement.of(waves(12, 5), 5);
        assertThat(tall.effectiveRank()).isCloseTo(4.768507100659188, within(1e-9));
        assertThat(tall.variance()).isCloseTo(0.4046922864207759, within(1e-12));
        CodeStatistics.Layer wide = CodeMeasurement.of(waves(4, 9), 9);
        assertThat(wide.effectiveRank()).isCloseTo(2.6417198111422717, within(1e-9));
        assertThat(wide.variance()).isCloseTo(0.3690384068701686, within(1e-12));
    }

    @Test
    void theFormulaHoldsForCodesWorkedByHand() {
        // The centered codes have the singular values 3 sqrt(2) and sqrt(2), and the variances 9/2 and 1/2.
        CodeStatistics.Layer layer = CodeMeasurement.of(new double[] {8, 5, 2, 5, 5, 6, 5, 4}, 2);
        assertThat(layer.effectiveRank()).isCloseTo(1.7547653506033232, within(1e-9));
        assertThat(layer.variance()).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void constantCodesAndCodesThatAreNoNumbersHaveNoVariance() {
        double[] constant = new double[12];
        Arrays.fill(constant, 0.25);
        assertThat(CodeMeasurement.of(constant, 3)).isEqualTo(new CodeStatistics.Layer(3, 0, 0));
        assertThat(CodeMeasurement.of(new double[] {1, Double.NaN, 2, 3}, 2))
                .isEqualTo(new CodeStatistics.Layer(2, 0, 0));
    }

    @Test
    void anUntrainedStackHasNotCollapsedAndOneWithSaturatedUnitsHas() {
        StackModel stack = StackModel.initial(Architecture.paper(WIDTH, 2, LayerSpec.plain(24)), 3);
        float[] rows = flat(Bars.rows(700, WIDTH, 1));
        CodeStatistics sound = CodeMeasurement.of(stack, rows);
        assertThat(sound.layers()).hasSize(2);
        assertThat(sound.collapsed()).isFalse();
        assertThat(sound.warning("bars DAE-2J")).isEmpty();

        CodeStatistics collapsed = CodeMeasurement.of(saturated(stack), rows);
        assertThat(collapsed.layers().get(0)).isEqualTo(sound.layers().get(0));
        assertThat(collapsed.collapsed()).isTrue();
        assertThat(collapsed.warning("bars CAE-2J"))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("bars CAE-2J has collapsed: the codes of layer 2 are nearly the same for every row")
                        .contains("of 24)")
                        .endsWith("lower the learning rate."));
    }

    /** Returns a stack whose second layer gives 1 for every row. */
    private static StackModel saturated(StackModel stack) {
        ParameterLayout.Part part = new ParameterLayout(stack.architecture()).part(1);
        float[] parameters = stack.parameters().clone();
        Arrays.fill(parameters, (int) part.b(), (int) part.b() + part.out(), 200);
        return new StackModel(stack.architecture(), parameters);
    }

    private static float[] flat(List<float[]> rows) {
        float[] flat = new float[rows.size() * WIDTH];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * WIDTH, WIDTH);
        }
        return flat;
    }
}
