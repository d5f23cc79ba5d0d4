package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GridOrderTest {

    private static ResultRow row(String rate, String noise, long seed) {
        Map<String, String> options = Map.of("learning-rate", rate, "noise", noise);
        return new ResultRow(
                "rect", "DAE-2J", "J", 2, "dae", new TreeMap<>(options), "svm-error-percent", "test", 1, null, 1, seed);
    }

    @Test
    void ratesComeBeforeStrengthsBeforeSeedsAndAreComparedAsNumbers() {
        List<ResultRow> ascending = List.of(
                row("1.0E-4", "0.9", 9),
                row("0.001", "0.1", 2),
                row("0.001", "0.1", 10),
                row("0.001", "0.1,0.3", 1),
                row("0.001", "0.5", 1),
                row("0.01", "0.1", 1));
        for (int i = 1; i < ascending.size(); i++) {
            assertThat(GridOrder.ROWS.compare(ascending.get(i - 1), ascending.get(i)))
                    .as("%d before %d", i - 1, i)
                    .isNegative();
        }
        assertThat(GridOrder.ROWS.compare(ascending.get(0), ascending.get(0))).isZero();
    }
}
