package io.jointae.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightInitializerTest {

    private static final Architecture LOGISTIC = new Architecture(
            5, List.of(LayerSpec.plain(4), LayerSpec.plain(3)), false, Loss.SQUARED_ERROR, Activation.IDENTITY);

    private static final Architecture TANH = new Architecture(
            5,
            LOGISTIC.layers().stream()
                    .map(layer -> layer.withActivation(Activation.TANH))
                    .toList(),
            false,
            Loss.SQUARED_ERROR,
            Activation.IDENTITY);

    @Test
    void theDefaultWeightsAreThoseOfEarlierVersionsBitForBit() {
        float[] weights = WeightInitializer.parameters(LOGISTIC, 5);
        assertThat(weights).isEqualTo(WeightInitializer.parameters(LOGISTIC, InitialWeights.GLOROT_LOGISTIC, 5));
        assertThat(weights)
                .startsWith(0.27456057f, 2.676412f, -2.3811471f)
                .endsWith(-1.151024f, 0.5541819f, 3.3515418f);
        assertThat(Arrays.hashCode(weights)).isEqualTo(-2067954286);
        assertThat(WeightInitializer.parameters(TANH, 5)).isEqualTo(quarter(weights));
    }

    @Test
    void glorotIsAQuarterOfTheDefaultForLogisticUnits() {
        assertThat(WeightInitializer.parameters(LOGISTIC, InitialWeights.GLOROT, 5))
                .isEqualTo(quarter(WeightInitializer.parameters(LOGISTIC, 5)));
    }

    private static float[] quarter(float[] weights) {
        float[] quarter = weights.clone();
        for (int i = 0; i < quarter.length; i++) {
            quarter[i] /= 4;
        }
        return quarter;
    }

    @Test
    void otherUnitsBeginInTheSameRangeWithBoth() {
        assertThat(WeightInitializer.parameters(TANH, InitialWeights.GLOROT, 5))
                .isEqualTo(WeightInitializer.parameters(TANH, InitialWeights.GLOROT_LOGISTIC, 5));
    }

    @Test
    void weightsFillTheirRangeAndBiasesAreZero() {
        Architecture architecture = Architecture.paper(100, List.of(LayerSpec.plain(50)));
        float[] parameters = WeightInitializer.parameters(architecture, InitialWeights.GLOROT, 1);
        ParameterLayout.Part part = new ParameterLayout(architecture).part(0);
        float largest = 0;
        for (int i = 0; i < 100 * 50; i++) {
            largest = Math.max(largest, Math.abs(parameters[(int) part.w() + i]));
        }
        assertThat((double) largest).isLessThanOrEqualTo(0.2).isCloseTo(Math.sqrt(6.0 / 150), within(1e-3));
        assertThat(Arrays.copyOfRange(parameters, (int) part.b(), parameters.length))
                .containsOnly(0f);
    }

    @Test
    void theNamesAreThoseOfTheOption() {
        assertThat(InitialWeights.values())
                .extracting(InitialWeights::optionName)
                .containsExactly("glorot-logistic", "glorot");
    }
}
