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
        assertThat(printed(-1011, -704)).containsExactly("-1,100", "-1,000", "-900", "-800", "-700");
    }

    @Test
    void anAxisOfWholeNumbersHasNoTicksBetweenThem() {
        assertThat(printed(1, 3, 1)).containsExactly("1", "2", "3");
        assertThat(printed(1, 1, 1)).containsExactly("1", "2");
        assertThat(printed(1, 300, 1)).containsExactly("0", "100", "200", "300");
    }

    @Test
    void aConstantHasAnAxisToo() {
        for (double value : new double[] {0, 5, -3.7, 1e-12, 1e9}) {
            Axis axis = Axis.over(value, value, 5, 0);
            assertThat(axis.share(value)).isBetween(0.0, 1.0);
            assertThat(axis.high()).isGreaterThan(axis.low());
        }
    }

    @Test
    void whatIsNotANumberIsRefused() {
        assertThatThrownBy(() -> Axis.over(0, Double.NaN, 5, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> printed(double low, double high) {
        return printed(low, high, 0);
    }

    private static List<String> printed(double low, double high, int smallest) {
        Axis axis = Axis.over(low, high, 5, smallest);
        return Arrays.stream(axis.ticks()).mapToObj(axis::print).toList();
    }
}
