package io.jointae.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void ticksAreRoundAndHoldTheRange() {
        assertThat(printed(1, 300)).containsExactly("0", "100", "200", "300");
        assertThat(printed(61.2, 74.9)).containsExactly("60", "65", "70", "75");
        assertThat(printed(0.071, 0.0835)).containsExactly("0.070", "0.075", "0.080", "0.085");
        assertThat(printed(-1011, -704)).containsExactly("-1100", "-1000", "-900", "-800", "-700");
    }

    @Test
    void aConstantHasAnAxisToo() {
        for (double value : new double[] {0, 5, -3.7, 1e-12, 1e9}) {
            Axis axis = Axis.over(value, value, 5);
            assertThat(axis.share(value)).isBetween(0.0, 1.0);
            assertThat(axis.high()).isGreaterThan(axis.low());
        }
    }

    @Test
    void whatIsNotANumberIsRefused() {
        assertThatThrownBy(() -> Axis.over(0, Double.NaN, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> printed(double low, double high) {
        Axis axis = Axis.over(low, high, 5);
        return Arrays.stream(axis.ticks()).mapToObj(axis::print).toList();
    }
}
