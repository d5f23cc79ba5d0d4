package io.jointae.results.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.results.Procedure;
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
    void thePaperStatesNoInitialWeightsSoThatNoRangeIsADeparture() {
        StoredRow glorot = row(Map.of("epochs", "300", "initial-weights", "glorot"));
        assertThat(PaperSetting.departures(glorot)).isEmpty();
        assertThat(PaperSetting.initialWeights(glorot.cell())).isEqualTo("glorot");
        assertThat(PaperSetting.initialWeights(row(Map.of()).cell())).isEqualTo("glorot-logistic");
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

    @Test
    void everyOptionThatMakesAnotherModelIsNamed() {
        assertDeparts("corruption", "masking", "gaussian");
        assertDeparts("activation", "tanh", "logistic");
        assertDeparts("activation", "logistic,tanh", "logistic");
        assertDeparts("output-activation", "identity", "logistic");
        assertDeparts("tied", "false", "true");
        assertDeparts("loss", "squared-error", "cross-entropy");
        assertDeparts("l1", "1.0E-4", "0");
        assertDeparts("shuffle", "false", "true");
        assertDeparts("workers", "32", "1");
        assertDeparts("noise", "0.6", "0.1, 0.3, 0.5, 0.7, 0.9");
        assertDeparts("contraction", "0.15", "0");
        assertDeparts("weight-decay", "1.0E-4", "0");
        assertDeparts("learning-rate", "0.002", "0.001, 0.005, 0.01, 0.02");
        assertDeparts("parzen-samples", "2000", "10000");
        assertDeparts("sample-chains", "10", "1");
        assertDeparts("finetune-epochs", "30", "1000");
        assertDeparts("finetune-workers", "4", "1");
    }

    private static void assertDeparts(String option, String value, String paper) {
        assertThat(PaperSetting.departures(row(Map.of(option, value))))
                .containsExactly(option + " " + value + " (paper: " + paper + ")");
    }

    @Test
    void rowsThatAreNotTheOfficialOnesAreNamedWithTheVersionOfTheirRecipe() {
        StoredRow official = row(Map.of());
        assertThat(PaperSetting.dataDeparture(official)).isEmpty();
        StoredRow generated = StoredRow.of(
                        official.result(), DataOrigin.REGENERATED, Map.of(), official.measuredAt(), null)
                .with(new Procedure("2", null));
        assertThat(PaperSetting.dataDeparture(generated))
                .hasValue("regenerated rows, recipe version 2 (paper: the official files)");
    }

    @Test
    void theOptionsOfAStoredCellOfThePapersExperimentAreNoDepartures() {
        Map<String, String> stored = new TreeMap<>(Map.of(
                "activation", "logistic",
                "averaging-frequency", "0",
                "contraction", "0.0",
                "corruption", "gaussian",
                "l1", "0.0",
                "learning-rate", "0.005",
                "loss", "cross-entropy",
                "noise", "0.9",
                "tied", "true",
                "weight-decay", "0.0"));
        assertThat(PaperSetting.departures(row(stored))).isEmpty();
    }
}
