package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.file.SweepFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The workers of a sweep file and the averaging of their replicas. */
class AveragingGridTest {

    private static String file(String more) {
        return TestGrids.small("data", "[J]", "[1]", "[0.5]") + more;
    }

    @Test
    void aSweepWithoutTheKeysHasOneWorkerAndTheSameTrialsAsBefore() throws IOException {
        Trial trial = TestGrids.trials(file("")).get(0);

        assertThat(trial.options().averaging().workers()).isEqualTo(1);
        assertThat(trial.describe()).isEqualTo("bars DAE-1J noise 0.5 learning-rate 0.01 seed 1");
    }

    @Test
    void onlySeveralWorkersAreMultipliedAndAPlainAverageHasNoRateOrMomentum() throws IOException {
        List<Trial> trials = TestGrids.trials(file("""
                workers: [1, 2, 4]
                averaging-frequency: [5, 0]
                outer-optimizer: [average, nesterov]
                outer-learning-rate: [0.7]
                outer-momentum: [0.5, 0.9]
                """));

        // One worker; two and four workers with two frequencies, each by the average and by two momenta.
        assertThat(trials).hasSize(1 + 2 * 2 * 3);
        assertThat(trials.stream().map(Trial::describe))
                .contains(
                        "bars DAE-1J noise 0.5 learning-rate 0.01 seed 1",
                        "bars DAE-1J noise 0.5 learning-rate 0.01 seed 1 workers 4 averaging-frequency 5 average",
                        "bars DAE-1J noise 0.5 learning-rate 0.01 seed 1 workers 2 averaging-frequency 0 nesterov 0.7 0.9")
                .doesNotHaveDuplicates();
    }

    @Test
    void thePrintedSweepFileReadsAsTheSameSweep() throws IOException {
        SweepGrid grid = TestGrids.read(file("workers: [1, 2]\naveraging-frequency: [5]\n"))
                .get(0);

        String printed = SweepFile.toYaml(grid);
        assertThat(printed).contains("workers: [1,2]", "averaging-frequency: [5]", "outer-optimizer: null");
        assertThat(TestGrids.read(printed).get(0)).isEqualTo(grid);
    }

    @Test
    void aNumberOfWorkersBelowOneIsRefused() {
        assertThatThrownBy(() -> TestGrids.read(file("workers: [0]\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("workers 0 is invalid");
    }
}
