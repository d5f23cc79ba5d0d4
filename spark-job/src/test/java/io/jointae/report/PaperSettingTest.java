package io.jointae.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.results.StoredRow;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Marks cells whose options are not those of the paper's tables. */
class PaperSettingTest {

    private static StoredRow row(Map<String, String> options) {
        Cell cell = new Cell(
                "rect",
                "hash",
                new ModelVariant("DAE-2J", "J", 2, "dae"),
                new TreeMap<>(options),
                new MetricName("svm-error-percent"),
                Split.TEST,
                1);
        return StoredRow.of(
                cell.measured(1, null, 1), DataOrigin.OFFICIAL, Map.of(), Instant.parse("2026-01-01T12:00:00Z"), null);
    }

    @Test
    void thePapersOptionsAndThoseThatOlderCellsDoNotStoreAreNoDepartures() {
        assertThat(PaperSetting.departures(
                        row(Map.of("epochs", "300", "hidden", "1000,1000", "batch-size", "100", "workers", "1"))))
                .isEmpty();
        assertThat(PaperSetting.departures(row(Map.of("noise", "0.5")))).isEmpty();
    }

    @Test
    void fewerEpochsSeveralWorkersAndAWarmUpAreNamed() {
        assertThat(PaperSetting.departures(
                        row(Map.of("epochs", "20", "hidden", "1000,500", "workers", "8", "warm-up-steps", "50"))))
                .containsExactly(
                        "epochs 20 (paper: 300)",
                        "hidden 1000,500 (paper: 1000)",
                        "warm-up-steps 50 (paper: 0)",
                        "workers 8 (paper: 1)");
    }
}
