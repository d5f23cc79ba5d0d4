package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.results.DataOrigin;
import io.jointae.results.Outcome;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.options.TrainingOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialTimesTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final SortedMap<String, String> HERE = machine("this processor");

    private static SortedMap<String, String> machine(String processor) {
        return new TreeMap<>(Map.of("processor", processor, "cores", "2"));
    }

    private static List<Trial> trials() throws Exception {
        return TestGrids.trials(TestGrids.small("data", "[J]", "[2]", "[0.1, 0.5]"));
    }

    private static StoredRow took(Trial trial, double seconds, SortedMap<String, String> machine) {
        TreeMap<String, String> environment = new TreeMap<>(machine);
        environment.put("java", "17.0.15");
        return StoredRow.of(
                trial.cell("svm").measured(1, null, seconds), DataOrigin.REGENERATED, environment, NOON, null);
    }

    private static TrialTimes times(StoredRow... rows) throws Exception {
        MeasuredCells stored = new MeasuredCells(List.of(rows), TrainingOption.storedNames());
        return TrialTimes.of(trials(), stored, HERE, (trial, evaluation) -> 10);
    }

    @Test
    void withoutResultsTheEstimateStays() throws Exception {
        assertThat(times()).isEqualTo(new TrialTimes(0, 1, 1, 1));
    }

    @Test
    void theSecondsOfAllResultsCorrectTheEstimate() throws Exception {
        TrialTimes times = times(took(trials().get(0), 12, HERE), took(trials().get(1), 20, HERE));
        assertThat(times.results()).isEqualTo(2);
        assertThat(times.factor()).isCloseTo(1.6, within(1e-12));
        assertThat(times.least()).isCloseTo(1.2, within(1e-12));
        assertThat(times.most()).isCloseTo(2, within(1e-12));
    }

    @Test
    void aSingleResultDoesNotSayThatEveryTrialTakesAsLong() throws Exception {
        TrialTimes times = times(took(trials().get(0), 12, HERE));
        assertThat(times.least()).isCloseTo(1.2 / 1.15, within(1e-12));
        assertThat(times.most()).isCloseTo(1.2 * 1.15, within(1e-12));
    }

    @Test
    void resultsOfAnotherKindOfMachineAndSettingsThatDivergedDoNotCount() throws Exception {
        Trial trial = trials().get(1);
        StoredRow diverged = new StoredRow(
                trial.cell("svm"),
                new Outcome.Diverged("in epoch 1 of phase 1: its cost is NaN.", 1),
                DataOrigin.REGENERATED,
                HERE,
                NOON,
                null,
                null);
        assertThat(times(took(trials().get(0), 100, machine("another processor")), diverged))
                .isEqualTo(TrialTimes.NONE);
    }
}
