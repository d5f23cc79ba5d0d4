package io.jointae.results.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.Metric;
import io.jointae.results.ModelVariant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GridOrderTest {

    private static Cell cell(String rate, String noise, long seed) {
        Map<String, String> options = Map.of("learning-rate", rate, "noise", noise);
        ModelVariant model = new ModelVariant("DAE-2J", "J", 2, "dae");
        return new Cell("rect", "h", model, new TreeMap<>(options), Metric.SVM_ERROR.metricName(), Split.TEST, seed);
    }

    @Test
    void ratesComeBeforeStrengthsBeforeSeedsAndAreComparedAsNumbers() {
        List<Cell> ascending = List.of(
                cell("1.0E-4", "0.9", 9),
                cell("0.001", "0.1", 2),
                cell("0.001", "0.1", 10),
                cell("0.001", "0.1,0.3", 1),
                cell("0.001", "0.5", 1),
                cell("0.01", "0.1", 1));
        for (int i = 1; i < ascending.size(); i++) {
            assertThat(GridOrder.CELLS.compare(ascending.get(i - 1), ascending.get(i)))
                    .as("%d before %d", i - 1, i)
                    .isNegative();
        }
        assertThat(GridOrder.CELLS.compare(ascending.get(0), ascending.get(0))).isZero();
    }

    @Test
    void theDefaultInitialWeightsComeBeforeOthersWhateverTheSeed() {
        Cell byDefault = cell("0.001", "0.5", 2);
        Cell glorot = cell("0.001", "0.5", 1).with(Map.of("initial-weights", "glorot"));
        assertThat(GridOrder.CELLS.compare(byDefault, glorot)).isNegative();
        assertThat(GridOrder.CELLS.compare(glorot, byDefault)).isPositive();
        assertThat(GridOrder.CELLS.compare(glorot, cell("0.005", "0.5", 1))).isNegative();
    }
}
