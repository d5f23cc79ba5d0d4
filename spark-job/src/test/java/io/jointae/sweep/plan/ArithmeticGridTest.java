package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.file.SweepFile;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A sweep trains by one engine in one precision, which are part of what identifies its trials and its results. */
class ArithmeticGridTest {

    private static String file(String more) {
        return TestGrids.small("data", "[J]", "[1]", "[0.5]") + more;
    }

    private static Trial trial(String more) throws IOException {
        return TestGrids.trials(file(more)).get(0);
    }

    @Test
    void theEngineAndThePrecisionArePartOfATrialAndOfItsResults() throws IOException {
        Trial plain = trial("");
        assertThat(plain.options().toMap()).doesNotContainKeys("engine", "precision");
        Trial torch = trial("engine: torch-cpu\n");
        assertThat(torch.options().toMap()).containsEntry("engine", "torch-cpu");
        Trial bfloat16 = trial("precision: bfloat16\n");
        assertThat(bfloat16.options().toMap()).containsEntry("precision", "bfloat16");
        assertThat(List.of(plain, torch, bfloat16)).extracting(Trial::identity).doesNotHaveDuplicates();
        assertThat(List.of(plain, torch, bfloat16))
                .extracting(each -> each.cell("svm").key())
                .doesNotHaveDuplicates();
        assertThat(List.of(plain, torch, bfloat16)).extracting(Trial::paperCell).doesNotHaveDuplicates();
        assertThat(torch.describe()).isEqualTo(plain.describe() + " torch-cpu");
        assertThat(trial("engine: nd4j\nprecision: float\n").folder()).isEqualTo(plain.folder());
    }

    @Test
    void aResultCountsForATrialOnlyIfItsCodesWereComputedAsTheTrialSays() throws IOException {
        Trial plain = trial("");
        Trial rounded = trial("precision: bfloat16\n");
        SortedMap<String, String> stated = rounded.cell("svm").hyperparameters();
        assertThat(stated).containsEntry("evaluation-precision", "bfloat16");
        assertThat(rounded.evaluation().matches("svm", stated)).isTrue();
        assertThat(plain.evaluation().matches("svm", stated)).isFalse();
        SortedMap<String, String> single = plain.cell("svm").hyperparameters();
        assertThat(plain.evaluation().matches("svm", single)).isTrue();
        assertThat(rounded.evaluation().matches("svm", single)).isFalse();
        assertThat(rounded.cell("finetune").hyperparameters()).doesNotContainKey("evaluation-precision");
    }

    @Test
    void thePrintedSweepFileReadsAsTheSameSweep() throws IOException {
        SweepGrid grid = TestGrids.read(file("engine: torch-cpu\n")).get(0);
        assertThat(SweepFile.toYaml(grid)).contains("engine: \"torch-cpu\"");
        assertThat(TestGrids.read(SweepFile.toYaml(grid)).get(0)).isEqualTo(grid);
    }

    @Test
    void combinationsThatCannotWorkAreRefusedInASentence() {
        assertThatThrownBy(() -> TestGrids.read(file("engine: torch-cpu\nprecision: bfloat16\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("precision bfloat16 does not work with engine torch-cpu");
        assertThatThrownBy(() -> TestGrids.read(file("engine: tensorflow\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("engine tensorflow is invalid");
    }
}
