package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.results.paper.PaperSetting;
import io.jointae.stack.InitialWeights;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.file.SweepFile;
import io.jointae.train.options.TrainingOption;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sweep can compare initial weights, which are part of what identifies its trials and its results. */
class InitialWeightsGridTest {

    private static String file(String more) {
        return TestGrids.small("data", "[J, U]", "[2]", "[0.5]") + more;
    }

    private static final String BOTH = "initial-weights: [glorot-logistic, glorot]\n";

    @Test
    void everyCombinationIsTrainedWithEachRange() throws IOException {
        List<Trial> trials = TestGrids.trials(file(BOTH));
        assertThat(trials)
                .extracting(trial ->
                        trial.options().modelName() + " " + trial.plan().initialWeights())
                .containsExactly("DAE-2J GLOROT_LOGISTIC", "DAE-2U GLOROT_LOGISTIC", "DAE-2J GLOROT", "DAE-2U GLOROT");
        assertThat(trials).extracting(Trial::identity).doesNotHaveDuplicates();
        assertThat(trials).extracting(trial -> trial.cell("svm").key()).doesNotHaveDuplicates();
        assertThat(trials).extracting(Trial::folder).doesNotHaveDuplicates();
        assertThat(trials.get(2).describe()).isEqualTo(trials.get(0).describe() + " initial-weights glorot");
    }

    @Test
    void trialsWithTheDefaultAreThoseOfASweepWithoutTheKey() throws IOException {
        List<Trial> plain = TestGrids.trials(file(""));
        List<Trial> stated = TestGrids.trials(file("initial-weights: glorot-logistic\n"));
        assertThat(stated).isEqualTo(plain);
        assertThat(plain.get(0).options().toMap()).doesNotContainKey("initial-weights");
        assertThat(plain.get(0).plan().initialWeights()).isEqualTo(InitialWeights.GLOROT_LOGISTIC);
        // Results name the default without the classes of training.
        assertThat(StackGrid.DEFAULT_INITIAL_WEIGHTS).containsExactly(PaperSetting.DEFAULT_INITIAL_WEIGHTS);
        assertThat(TrainingOption.INITIAL_WEIGHTS.storedName()).isEqualTo(PaperSetting.INITIAL_WEIGHTS);
        assertThat(InitialWeights.DEFAULT.optionName()).isEqualTo(PaperSetting.DEFAULT_INITIAL_WEIGHTS);
    }

    @Test
    void theRangesOfOneModelCompeteForItsCellAndShareNoLayers() throws IOException {
        List<Trial> trials = TestGrids.trials(file(BOTH));
        assertThat(trials.get(2).paperCell()).isEqualTo(trials.get(0).paperCell());
        assertThat(SharedPrefixGroup.of(trials)).hasSize(4);
    }

    @Test
    void thePrintedSweepFileReadsAsTheSameSweep() throws IOException {
        SweepGrid grid = TestGrids.read(file(BOTH)).get(0);
        assertThat(SweepFile.toYaml(grid)).contains("initial-weights: [\"glorot-logistic\",\"glorot\"]");
        assertThat(TestGrids.read(SweepFile.toYaml(grid)).get(0)).isEqualTo(grid);
    }

    @Test
    void unknownAndMissingNamesAreRefusedInASentence() {
        assertThatThrownBy(() -> TestGrids.read(file("initial-weights: [he]\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("initial-weights he is invalid: it must be glorot-logistic or glorot.");
        assertThatThrownBy(() -> TestGrids.read(file("initial-weights: []\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("key initial-weights is an empty grid");
    }
}
