package io.jointae.train.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class WorkersAdviceTest {

    private static WorkersAdvice advice(long rows, int workers, int frequency) {
        return WorkersAdvice.of(plan(workers, frequency), rows, ClusterSpeed.TYPICAL);
    }

    private static TrainingPlan plan(int workers, int frequency) {
        SortedMap<String, String> texts = TrainingOption.defaults();
        texts.putAll(Map.of("workers", "" + workers, "averaging-frequency", "" + frequency));
        return TrainingOptions.of(texts).plan("MNIST", 784);
    }

    @Test
    void theStepsOfEachWorkerAreStatedPerEpochAndPerRound() {
        assertThat(advice(50_000, 8, 5).sentences().get(0))
                .isEqualTo(
                        "Each of the 8 workers takes 63 steps per epoch, 5 between two averagings: 13 rounds per epoch.");
        assertThat(advice(50_000, 1, 5).sentences().get(0)).isEqualTo("One worker takes 500 steps per epoch.");
    }

    @Test
    void theNumberOfWorkersThatPayComesWithTheFactsItIsEstimatedFrom() {
        WorkersAdvice advice = advice(50_000, 1, 0);

        assertThat(advice.time().usefulWorkers()).isGreaterThan(1);
        // DAE-2J has 1,786,784 parameters; a round carries them and the optimizer state as floats.
        assertThat(advice.sentences().get(1))
                .startsWith("Up to " + advice.time().usefulWorkers() + " workers pay")
                .contains("ms per step, 14.3 MB", "10.0 Gbit/s");
    }

    @Test
    void aHandfulOfStepsBetweenTwoAveragingsIsAWarning() {
        assertThat(advice(50_000, 2, 100).warnings()).isEmpty();
        assertThat(advice(50_000, 2, 1).warnings())
                .anyMatch(warning -> warning.startsWith("Each worker takes only 1 step between two averagings")
                        && warning.endsWith("choose an averaging frequency of 5 or more."));
        assertThat(advice(1000, 5, 0).warnings())
                .anyMatch(warning -> warning.startsWith("Each worker takes only 2 steps between two averagings")
                        && warning.endsWith("choose at most 2 workers."));
    }

    @Test
    void lessThanOneBatchPerWorkerIsAWarning() {
        assertThat(advice(1000, 20, 0).warnings().get(0))
                .isEqualTo(
                        "Each worker has 50 examples, which is less than one batch of 100: choose at most 10 workers or"
                                + " smaller batches.");
    }

    @Test
    void moreWorkersThanPayAreAWarning() {
        int useful = advice(50_000, 2, 0).time().usefulWorkers();

        assertThat(advice(50_000, useful, 0).warnings()).isEmpty();
        assertThat(advice(50_000, 50 * useful, 0).lines())
                .anyMatch(line -> line.startsWith("Warning: The " + 50 * useful + " workers are more than pay: "));
    }
}
