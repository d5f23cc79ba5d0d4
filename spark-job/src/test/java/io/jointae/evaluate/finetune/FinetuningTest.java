package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.TestData;
import io.jointae.base.BadInput;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.Cached;
import io.jointae.evaluate.Confidence;
import io.jointae.evaluate.Evaluated;
import io.jointae.evaluate.EvaluationJobs;
import io.jointae.evaluate.EvaluationJobs.Job;
import io.jointae.evaluate.finetune.Finetuning.Finetuned;
import io.jointae.model.Architecture;
import io.jointae.model.LayerSpec;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What fine-tuning promises, on data that a network of two small layers learns. */
class FinetuningTest {

    private static final int WIDTH = 16;
    private static final int TRAIN = 130;
    private static final int VALID = 60;
    private static final int TEST = 90;
    private static final FinetuneOptions OPTIONS = new FinetuneOptions(0.01, 20, 200, 8, 5);

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static PreparedDataset data;

    @BeforeAll
    static void prepare() throws IOException {
        spark = TestData.session();
        data = PreparedDataset.open(
                spark, TestData.write(spark, folder.resolve("one"), TRAIN, VALID, TEST, WIDTH, 2, 1));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static ModelDirectory model(long seed) {
        Architecture architecture = Architecture.paper(WIDTH, List.of(LayerSpec.plain(12), LayerSpec.plain(8)));
        StackedAutoEncoder stack = StackedAutoEncoder.initial(architecture, seed);
        ModelCard card = new ModelCard(
                ModelCard.FORMAT,
                "DAE-2J",
                "J",
                "dae",
                new ModelCard.Data("bars", "nowhere", "no hash", TRAIN),
                new TreeMap<>(),
                seed,
                new TreeMap<>(),
                "2026-01-01T00:00:00Z",
                1,
                ModelDirectory.hash(stack.parameters()),
                List.of());
        return new ModelDirectory(stack, card);
    }

    private static Finetuned tune(PreparedDataset prepared, FinetuneOptions options) {
        try (Cached cached = Cached.single(spark)) {
            return new Finetuning(options).evaluate(new Evaluated(model(1), prepared), cached);
        }
    }

    private static long wrong(MultiLayerNetwork network, List<Example> rows) {
        INDArray features = Nd4j.create(rows.stream().map(Example::getPixels).toArray(float[][]::new));
        int[] predicted = network.output(features).argMax(1).toIntVector();
        long wrong = 0;
        for (int i = 0; i < predicted.length; i++) {
            wrong += predicted[i] == rows.get(i).getLabel() ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void theEpochOfTheLowestValidationErrorIsKeptAndPatienceEndsIt() {
        Finetuned tuned = tune(data, OPTIONS);
        long lowest = Collections.min(tuned.errors());
        assertThat(lowest).isLessThan(VALID / 4);
        assertThat(tuned.bestEpoch()).isEqualTo(tuned.errors().indexOf(lowest) + 1);
        assertThat(tuned.errors()).hasSize(tuned.bestEpoch() + OPTIONS.patience());
        assertThat(wrong(tuned.network().network(0.01), TestData.examples(VALID, WIDTH, 2)))
                .isEqualTo(lowest);
    }

    @Test
    void rowsAreTheErrorsInPercentWithTheirIntervals() {
        Finetuned tuned = tune(data, OPTIONS);
        long wrong = wrong(tuned.network().network(0.01), TestData.examples(TEST, WIDTH, 3));
        ResultRow valid = tuned.rows().get(0);
        ResultRow test = tuned.rows().get(1);
        assertThat(valid.split()).isEqualTo("valid");
        assertThat(valid.value()).isEqualTo(100.0 * Collections.min(tuned.errors()) / VALID);
        assertThat(test.split()).isEqualTo("test");
        assertThat(test.metric()).isEqualTo("finetune-error-percent");
        assertThat(test.value()).isEqualTo(100.0 * wrong / TEST);
        assertThat(test.ci95()).isEqualTo(Confidence.errorPercent95(wrong, TEST));
        assertThat(test.hyperparameters())
                .containsEntry("finetune-patience", "8")
                .containsEntry("finetune-best-epoch", Integer.toString(tuned.bestEpoch()));
    }

    @Test
    void neitherFilesNorCompanyChangeTheNumbers() throws Exception {
        Finetuned alone = tune(data, OPTIONS);
        PreparedDataset three = PreparedDataset.open(
                spark, TestData.write(spark, folder.resolve("three"), TRAIN, VALID, TEST, WIDTH, 2, 3));
        List<Job<Finetuned>> jobs =
                List.of(new Job<>("first", () -> tune(three, OPTIONS)), new Job<>("second", () -> tune(data, OPTIONS)));
        EvaluationJobs.run(spark, 2, jobs).forEach(outcome -> {
            assertThat(outcome.failure()).isNull();
            assertThat(outcome.value().errors()).isEqualTo(alone.errors());
            assertThat(outcome.value().network().parameters())
                    .isEqualTo(alone.network().parameters());
        });
    }

    @Test
    void theMostEpochsEndItToo() {
        Finetuned tuned = tune(data, new FinetuneOptions(0.01, 20, 3, 50, 5));
        assertThat(tuned.errors()).hasSize(3);
    }

    @Test
    void dataWithoutLabelsAreRefused() throws IOException {
        PreparedDataset unlabelled =
                PreparedDataset.open(spark, TestData.write(spark, folder.resolve("none"), 20, 10, 10, WIDTH, 0, 1));
        assertThatThrownBy(() -> tune(unlabelled, OPTIONS))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("fine-tuning needs 2 or more");
    }

    @Test
    void emptySplitsAreRefused() throws IOException {
        PreparedDataset untested =
                PreparedDataset.open(spark, TestData.write(spark, folder.resolve("untested"), 20, 10, 0, WIDTH, 2, 1));
        assertThat(untested.count(Split.TEST)).isZero();
        assertThatThrownBy(() -> tune(untested, OPTIONS))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("test");
    }

    @Test
    void senselessOptionsAreRefusedByName() {
        assertThatThrownBy(() -> new FinetuneOptions(0, 1, 1, 1, 1)).hasMessageContaining("learning-rate");
        assertThatThrownBy(() -> new FinetuneOptions(1, 0, 1, 1, 1)).hasMessageContaining("batch-size");
        assertThatThrownBy(() -> new FinetuneOptions(1, 1, 0, 1, 1)).hasMessageContaining("epochs");
        assertThatThrownBy(() -> new FinetuneOptions(1, 1, 1, 0, 1)).hasMessageContaining("patience");
    }
}
