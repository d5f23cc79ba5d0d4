package io.jointae.sweep.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.options.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {

    private static final String GOOD =
            "name: a\ndatasets: [rectangles]\nkinds: [dae]\nschemes: [L, J]\nlayers: [2]\nnoise: [0.5]\n";

    private static void refused(String yaml, String... parts) {
        assertThatThrownBy(() -> TestGrids.read(yaml))
                .as(yaml)
                .isInstanceOf(InvalidInputException.class)
                .message()
                .startsWith(TestGrids.FILE + ": ")
                .contains(parts)
                .hasLineCount(1);
    }

    @Test
    void missingKeysTakeThePapersValues() throws Exception {
        SweepGrid grid = TestGrids.read("name: a\ndatasets: rectangles\nkinds: [dae, cae]\nschemes: [J]\nlayers: [2]\n")
                .get(0);
        assertThat(grid.training().learningRates()).containsExactly(0.001, 0.005, 0.01, 0.02);
        assertThat(grid.stack().noise().stream().flatMap(List::stream)).containsExactly(0.1, 0.3, 0.5, 0.7, 0.9);
        assertThat(grid.stack().contraction().stream().flatMap(List::stream))
                .containsExactly(0.01, 0.05, 0.15, 0.3, 0.6);
        assertThat(grid.training().epochs()).isEqualTo(300);
        assertThat(grid.stack().hidden()).containsExactly(1000);
        assertThat(grid.trainings()).hasSize(2 * 4 * 5);
    }

    @Test
    void kindsAndStrengthsMayDifferFromLayerToLayer() throws Exception {
        List<SweepGrid> grids = TestGrids.read("""
                name: mixed
                datasets: [rectangles]
                kinds: [dae, [dae, cae]]
                schemes: [J]
                layers: [2]
                noise: [0.5, [0.5, 0.1]]
                contraction: [0.3]
                learning-rate: [0.001]
                hidden: [1000, 500]
                """);
        List<TrainingOptions> all = grids.get(0).trainings();
        assertThat(all).hasSize(4);
        assertThat(all.get(0).toMap()).containsEntry("kind", "dae").containsEntry("noise", "0.5");
        assertThat(all.get(0).toMap()).containsEntry("contraction", "0.0").containsEntry("hidden", "1000,500");
        assertThat(all.get(1).toMap()).containsEntry("kind", "dae").containsEntry("noise", "0.5,0.1");
        assertThat(all.get(3).toMap()).containsEntry("kind", "dae,cae").containsEntry("noise", "0.5,0.1");
        assertThat(all.get(3).toMap()).containsEntry("contraction", "0.3");
        assertThat(all.get(3).modelName()).isEqualTo("DAE+CAE-2J");
        assertThat(TestGrids.read(SweepFile.toYaml(grids.get(0)))).isEqualTo(grids);
        List<SweepGrid> perLayer = TestGrids.read(GOOD.replace("[0.5]", "[[0.5, 0.1]]"));
        assertThat(perLayer.get(0).trainings()).hasSize(2 * 4);
        assertThat(TestGrids.read(SweepFile.toYaml(perLayer.get(0)))).isEqualTo(perLayer);
    }

    @Test
    void theWrittenTextDescribesTheSameSweep() throws Exception {
        List<SweepGrid> grids = TestGrids.read(GOOD);
        String text = SweepFile.toYaml(grids.get(0));
        assertThat(text).contains("epochs: 300", "svm-costs: [0.001,", "finetune-epochs: 1000");
        assertThat(TestGrids.read(text)).isEqualTo(grids);
    }

    @Test
    void theOldSpellingOfTheOptimizerIsStillReadAndTheNewOneIsWritten() throws Exception {
        List<SweepGrid> old = TestGrids.read(GOOD + "finetune-optimiser: rmsprop\n");
        assertThat(old.get(0).evaluation().finetune().optimizer()).isEqualTo(FinetuneOptimizer.RMSPROP);
        assertThat(TestGrids.read(GOOD + "finetune-optimizer: rmsprop\n")).isEqualTo(old);
        assertThat(SweepFile.toYaml(old.get(0)))
                .contains("finetune-optimizer: \"rmsprop\"")
                .doesNotContain("optimiser");
        refused(
                GOOD + "finetune-optimizer: sgd\nfinetune-optimiser: sgd\n",
                "key finetune-optimizer is given twice",
                "its old name finetune-optimiser");
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() {
        refused(GOOD + "learning-rates: [0.1]\n", "unknown key learning-rates", "did you mean learning-rate?");
        refused(GOOD + "epoch: 3\n", "did you mean epochs?");
        refused(GOOD.replace("schemes:", "scheme:"), "unknown key scheme; did you mean schemes?");
    }

    @Test
    void missingEmptyAndRepeatedKeysAreNamed() {
        refused("name: a\ndatasets: [x]\nkinds: [dae]\nlayers: [2]\n", "key schemes is missing");
        refused("datasets: [x]\nkinds: [dae]\nschemes: [J]\nlayers: [2]\n", "key name is missing");
        refused(GOOD + "learning-rate: []\n", "key learning-rate is an empty grid");
        refused(GOOD.replace("[2]", "[2, ]").replace("[2, ]", "[2, null]"), "key layers has an empty value");
        refused(GOOD + "layers: [3]\n", "layers");
        refused("", "empty");
        refused(GOOD + "---\n---\n" + GOOD, "empty");
    }

    @Test
    void aWrongTypeNamesItsKey() {
        refused(GOOD + "epochs: many\n", "key epochs");
        refused(GOOD + "epochs: 2.5\n", "key epochs");
        refused(GOOD + "hidden: wide\n", "key hidden");
        refused(GOOD + "hidden: [10, 20, 30]\n", "hidden has 3 values for 2 layers");
        refused(GOOD.replace("[0.5]", "[[0.5, 0.1, 0.1]]"), "noise has 3 values for 2 layers");
        refused(GOOD.replace("[0.5]", "[[]]"), "key noise has an empty value");
        refused(GOOD + "learning-rate: [fast]\n", "key learning-rate");
        refused(GOOD + "seeds: {a: 1}\n", "key seeds");
        refused("name: {a\n", "mine.yaml");
    }

    @Test
    void unknownNamesAndInvalidValuesAreRefusedBeforeAnyDataIsRead() {
        refused(GOOD.replace("[L, J]", "[K]"), "scheme K is invalid", "UJ");
        refused(GOOD.replace("[dae]", "[vae]"), "kind vae is invalid", "cae");
        refused(GOOD + "evaluations: [svm, tsne]\n", "evaluations tsne: unknown", "finetune, ", "svm");
        refused(GOOD.replace("[0.5]", "[-1]"), "-1");
        refused(GOOD + "epochs: 0\n", "epochs 0");
        refused(GOOD + "learning-rate: [0]\n", "learning-rate");
        refused(GOOD + "svm-costs: [0]\n", "svm-costs");
        refused(GOOD + "finetune-patience: 0\n", "finetune-patience 0 is not positive");
        refused(GOOD + "finetune-optimizer: adam\n", "finetune-optimizer adam is unknown");
    }

    @Test
    void aDatasetThatIsNotPreparedIsNamed(@TempDir Path dir) throws Exception {
        List<SweepGrid> grids = TestGrids.read(GOOD + "data: " + dir + "\n");
        assertThatThrownBy(() -> SweepPlan.of(new Configuration(), grids))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(dir + "/rectangles")
                .hasMessageContaining("prepare");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SweepFile.read(new Configuration(), "/none/such.yaml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/none/such.yaml: no such file");
    }
}
