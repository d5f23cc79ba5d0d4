package io.jointae.train.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Options that a user did not set have the values with which an interrupted run began. */
class ResumedOptionsTest {

    private static final OuterOptimizer NESTEROV = new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.6, 0.8);

    private static SortedMap<String, String> texts(String... set) {
        SortedMap<String, String> texts = new TreeMap<>(TrainingOption.defaults());
        for (int i = 0; i < set.length; i += 2) {
            texts.put(set[i], set[i + 1]);
        }
        return texts;
    }

    private static Averaging resumed(SortedMap<String, String> set, SortedMap<String, String> stored) {
        return ResumedOptions.of(set, stored).averaging();
    }

    @Test
    void aRunOfAVersionWithoutOuterOptimizersGoesOnWithThePlainAverageAndItsFrequency() {
        SortedMap<String, String> stored = TrainingOptions.stored(texts("workers", "4", "averaging-frequency", "0"))
                .toMap();
        assertThat(stored).doesNotContainKey("outer-optimizer");
        assertThat(resumed(texts("workers", "4"), stored)).isEqualTo(new Averaging(4, 0, Averaging.State.AVERAGE));
        assertThat(ResumedOptions.of(texts("workers", "4"), stored).toMap()).isEqualTo(stored);
    }

    @Test
    void aRunGoesOnWithTheValuesWithWhichItBeganWhateverTheDefaultsAre() {
        SortedMap<String, String> stored = TrainingOptions.stored(texts(
                        "workers",
                        "4",
                        "averaging-frequency",
                        "7",
                        "outer-optimizer",
                        "nesterov",
                        "outer-learning-rate",
                        "0.6",
                        "outer-momentum",
                        "0.8",
                        "evaluate-every",
                        "2"))
                .toMap();
        TrainingOptions options = ResumedOptions.of(texts("workers", "4"), stored);
        assertThat(options.averaging()).isEqualTo(new Averaging(4, 7, Averaging.State.AVERAGE, NESTEROV));
        assertThat(options.optimization().evaluateEvery()).isEqualTo(2);
        assertThat(options.toMap()).isEqualTo(stored);
    }

    @Test
    void whatTheUserSetsIsNotReplaced() {
        SortedMap<String, String> stored = TrainingOptions.stored(texts(
                        "workers",
                        "4",
                        "averaging-frequency",
                        "7",
                        "outer-optimizer",
                        "nesterov",
                        "outer-learning-rate",
                        "0.6",
                        "outer-momentum",
                        "0.8"))
                .toMap();
        assertThat(resumed(texts("workers", "4", "averaging-frequency", "9"), stored)
                        .frequency())
                .isEqualTo(9);
        assertThat(resumed(texts("workers", "4", "outer-optimizer", "average"), stored)
                        .outer())
                .isEqualTo(OuterOptimizer.AVERAGE);
        assertThat(resumed(texts("workers", "4", "outer-momentum", "0.1"), stored)
                        .outer())
                .isEqualTo(new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.6, 0.1));
    }
}
