package io.jointae.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.EvaluationJobs.EvaluationJob;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.finetune.Predictions;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.testing.Bars;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.plan.Averaging;
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
class FinetuneEvaluationTest {

    private static final int WIDTH = 16;
    private static final int TRAIN = 130;
    private static final int VALID = 60;
    private static final int TEST = 90;
    private static final FinetuneOptions OPTIONS =
            new FinetuneOptions(FinetuneOptimizer.RMSPROP, List.of(0.01), 20, 200, 8, 5);

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static PreparedDataset data;

    @BeforeAll
    static void prepare() throws IOException {
        spark = TestSessions.local();
        data = PreparedDataset.open(
                spark,
                DatasetBuilder.bars()
                        .train(TRAIN)
                        .valid(VALID)
                        .test(TEST)
                        .width(WIDTH)
                        .write(spark, folder.resolve("one")));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static ModelDirectory model(long seed) {
        Architecture architecture = Architecture.paper(WIDTH, List.of(LayerSpec.plain(12), LayerSpec.plain(8)));
        StackModel stack = StackModel.initial(architecture, seed);
        ModelCard card = new ModelCard(
                new ModelCard.Identity("DAE-2J", "J", "dae"),
                new ModelCard.Data("bars", "nowhere", "no hash", TRAIN),
                new TreeMap<>(),
                seed,
                new ModelCard.Run(new TreeMap<>(), "2026-01-01T00:00:00Z", 1),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        return new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.001, 2), card);
    }

    private static FinetuneOutcome tune(PreparedDataset prepared, FinetuneOptions options) {
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            return new FinetuneEvaluation(options).evaluate(new ModelOnDataset(model(1), prepared), cached);
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

    private static double meanCrossEntropy(MultiLayerNetwork network, List<Example> rows) {
        INDArray features = Nd4j.create(rows.stream().map(Example::getPixels).toArray(float[][]::new));
        INDArray outputs = network.output(features);
        double loss = 0;
        for (int i = 0; i < rows.size(); i++) {
            loss -= Math.log(outputs.getDouble(i, rows.get(i).getLabel()));
        }
        return loss / rows.size();
    }

    @Test
    void theEpochOfTheLowestValidationErrorIsKeptAndPatienceEndsIt() {
        FinetuneOutcome tuned = tune(data, OPTIONS);
        long lowest = Collections.min(tuned.validationErrors());
        assertThat(lowest).isLessThan(VALID / 4);
        assertThat(tuned.validationErrors().get(tuned.bestEpoch() - 1)).isEqualTo(lowest);
        assertThat(tuned.validationErrors().size())
                .isLessThan(OPTIONS.epochs())
                .isBetween(tuned.bestEpoch(), tuned.bestEpoch() + OPTIONS.patience());
        assertThat(wrong(tuned.network().network(), Bars.examples(VALID, WIDTH, 2)))
                .isEqualTo(lowest);
    }

    private static FinetuneOptions options(List<Double> rates, int epochs) {
        return new FinetuneOptions(FinetuneOptimizer.RMSPROP, rates, 20, epochs, 50, 5);
    }

    @Test
    void ofEquallyManyWrongRowsTheLowerLossIsBetter() {
        Predictions few = new Predictions(2, 5);
        assertThat(few.score()).isLessThan(new Predictions(3, 0.01).score());
        assertThat(few.score()).isGreaterThan(new Predictions(2, 4.9).score());
        assertThat(Predictions.errorsOf(few.score())).isEqualTo(2);
        assertThat(Predictions.errorsOf(new Predictions(2, 0).score())).isEqualTo(2);
        assertThat(new Predictions(0, Double.NaN).score()).isNaN();
        assertThat(Predictions.lossOf(few.score())).isCloseTo(5, within(1e-12));
        assertThat(Predictions.lossOf(new Predictions(9_999, 0.123456).score())).isCloseTo(0.123456, within(1e-10));
    }

    @Test
    void theLearningRateOfTheBestValidationResultIsKept() {
        FinetuneOutcome slow = tune(data, options(List.of(1e-6), 4));
        FinetuneOutcome quick = tune(data, options(List.of(0.01), 4));
        assertThat(Collections.min(quick.validationErrors())).isLessThan(Collections.min(slow.validationErrors()));
        FinetuneOutcome both = tune(data, options(List.of(1e-6, 0.01), 4));
        assertThat(both.learningRate()).isEqualTo(0.01);
        assertThat(both.network().parameters()).isEqualTo(quick.network().parameters());
        assertThat(both.rows().get(1).cell().hyperparameters())
                .containsEntry("finetune-optimiser", "rmsprop")
                .containsEntry("finetune-learning-rate", "1.0E-6,0.01")
                .containsEntry("finetune-best-learning-rate", "0.01");
    }

    @Test
    void aRateThatLearnsNothingButNotANumberLosesToTheOthersAndAloneIsRefused() {
        FinetuneOptions wild = new FinetuneOptions(FinetuneOptimizer.SGD, List.of(1e38), 20, 4, 50, 5);
        assertThatThrownBy(() -> tune(data, wild))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("choose a learning-rate below 1.0E38");
        FinetuneOptions both = new FinetuneOptions(FinetuneOptimizer.SGD, List.of(1e38, 0.5), 20, 4, 50, 5);
        assertThat(tune(data, both).learningRate()).isEqualTo(0.5);
    }

    @Test
    void rowsAreTheErrorsInPercentWithTheirIntervals() {
        FinetuneOutcome tuned = tune(data, OPTIONS);
        long wrong = wrong(tuned.network().network(), Bars.examples(TEST, WIDTH, 3));
        ResultRow valid = tuned.rows().get(0);
        ResultRow test = tuned.rows().get(1);
        assertThat(valid.cell().split()).isEqualTo(Split.VALID);
        assertThat(valid.value()).isEqualTo(100.0 * Collections.min(tuned.validationErrors()) / VALID);
        assertThat(test.cell().split()).isEqualTo(Split.TEST);
        double loss = meanCrossEntropy(tuned.network().network(), Bars.examples(VALID, WIDTH, 2));
        assertThat(valid.measurement().validationLoss().orElseThrow()).isCloseTo(loss, within(1e-5));
        assertThat(test.measurement().tuning()).isEqualTo(valid.measurement().tuning());
        assertThat(test.cell().metric().id()).isEqualTo("finetune-error-percent");
        assertThat(test.value()).isEqualTo(100.0 * wrong / TEST);
        double share = (double) wrong / TEST;
        // The 97.5 % quantile of the normal distribution is 1.959963984540054.
        assertThat(test.ci95())
                .isCloseTo(100 * 1.959963984540054 * Math.sqrt(share * (1 - share) / TEST), within(1e-12));
        assertThat(test.cell().hyperparameters())
                .containsEntry("finetune-patience", "8")
                .containsEntry("finetune-best-epoch", Integer.toString(tuned.bestEpoch()));
    }

    @Test
    void neitherFilesNorCompanyChangeTheNumbers() throws Exception {
        FinetuneOutcome alone = tune(data, OPTIONS);
        PreparedDataset three = PreparedDataset.open(
                spark,
                DatasetBuilder.bars()
                        .train(TRAIN)
                        .valid(VALID)
                        .test(TEST)
                        .width(WIDTH)
                        .filesPerSplit(3)
                        .write(spark, folder.resolve("three")));
        List<EvaluationJob<FinetuneOutcome>> jobs = List.of(
                new EvaluationJob<>("first", () -> tune(three, OPTIONS)),
                new EvaluationJob<>("second", () -> tune(data, OPTIONS)));
        EvaluationJobs.run(spark, 2, jobs).forEach(outcome -> {
            assertThat(outcome.failure()).isNull();
            assertThat(outcome.value().validationErrors()).isEqualTo(alone.validationErrors());
            assertThat(outcome.value().network().parameters())
                    .isEqualTo(alone.network().parameters());
        });
    }

    @Test
    void severalWorkersFineTuneAndTheirNumberIsPartOfTheCell() {
        Averaging averaging = new Averaging(3, 2, Averaging.State.AVERAGE);
        FinetuneOptions three =
                new FinetuneOptions(FinetuneOptimizer.RMSPROP, List.of(1e-6, 0.01), 10, 40, 20, 5, averaging);
        FinetuneOutcome tuned = tune(data, three);
        assertThat(tuned.learningRate()).isEqualTo(0.01);
        assertThat(Collections.min(tuned.validationErrors())).isLessThan(VALID / 4);
        assertThat(wrong(tuned.network().network(), Bars.examples(VALID, WIDTH, 2)))
                .isEqualTo(Collections.min(tuned.validationErrors()));
        assertThat(tuned.rows().get(1).cell().hyperparameters())
                .containsEntry("finetune-workers", "3")
                .containsEntry("finetune-averaging-frequency", "2")
                .containsEntry("finetune-outer-optimizer", "average");
        assertThat(OPTIONS.toMap().keySet()).noneMatch(key -> key.contains("workers") || key.contains("outer"));
    }

    @Test
    void theMostEpochsEndItToo() {
        FinetuneOutcome tuned = tune(data, options(List.of(0.01), 3));
        assertThat(tuned.validationErrors()).hasSize(3);
    }

    @Test
    void dataWithoutLabelsAreRefused() throws IOException {
        PreparedDataset unlabeled = PreparedDataset.open(
                spark,
                DatasetBuilder.bars()
                        .train(20)
                        .valid(10)
                        .test(10)
                        .width(WIDTH)
                        .classes(0)
                        .write(spark, folder.resolve("none")));
        assertThatThrownBy(() -> tune(unlabeled, OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("fine-tuning needs 2 or more");
    }

    @Test
    void emptySplitsAreRefused() throws IOException {
        PreparedDataset untested = PreparedDataset.open(
                spark,
                DatasetBuilder.bars()
                        .train(20)
                        .valid(10)
                        .test(0)
                        .width(WIDTH)
                        .write(spark, folder.resolve("untested")));
        assertThat(untested.count(Split.TEST)).isZero();
        assertThatThrownBy(() -> tune(untested, OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("test");
    }

    @Test
    void senselessOptionsAreRefusedByName() {
        assertThatThrownBy(() -> new FinetuneOptions(FinetuneOptimizer.SGD, List.of(), 1, 1, 1, 1))
                .hasMessageContaining("learning-rate");
        refused("learning-rate", 0, 1, 1, 1);
        refused("learning-rate", Double.NaN, 1, 1, 1);
        refused("batch-size", 1, 0, 1, 1);
        refused("epochs", 1, 1, 0, 1);
        refused("patience", 1, 1, 1, 0);
        assertThatThrownBy(() -> FinetuneOptimizer.of("lbfgs"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sgd, rmsprop");
    }

    private static void refused(String option, double rate, int batchSize, int epochs, int patience) {
        assertThatThrownBy(() ->
                        new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1, rate), batchSize, epochs, patience, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(option);
    }
}
