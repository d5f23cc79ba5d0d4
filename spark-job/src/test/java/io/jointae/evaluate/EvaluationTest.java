package io.jointae.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.EvaluationJobs.EvaluationJob;
import io.jointae.evaluate.EvaluationJobs.JobResult;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SampleFiles;
import io.jointae.evaluate.sample.SampleSource;
import io.jointae.evaluate.sample.SampledRows;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import io.jointae.evaluate.sample.StoredSamples;
import io.jointae.model.CodeMeasurement;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.statistics.CodeStatistics;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of an untrained model on bars, under Spark. */
class EvaluationTest {

    private static final int WIDTH = 16;
    private static final int TEST = 700;

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
                        .train(300)
                        .valid(80)
                        .test(TEST)
                        .width(WIDTH)
                        .filesPerSplit(2)
                        .write(spark, folder.resolve("bars")));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void theSvmMisclassifiesTheRowsThatLiblinearMisclassifies() {
        SvmOutcome outcome;
        ModelOnDataset evaluated = evaluated(1, 0.3);
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            outcome = new SvmEvaluation(SvmEvaluation.DEFAULT_COSTS).evaluate(evaluated, cached);
        }
        DoubleStack stack = new DoubleStack(evaluated.model().model(), WIDTH, 24, 24);
        LiblinearOracle oracle = LiblinearOracle.choose(
                codes(stack, Split.TRAIN), codes(stack, Split.VALID), SvmEvaluation.DEFAULT_COSTS);
        assertThat(outcome.rows().get(0).cell().hyperparameters().get("svm-c"))
                .isEqualTo(Double.toString(oracle.cost()));
        assertThat(outcome.misclassified()).isEqualTo(oracle.misclassified(codes(stack, Split.TEST)));
        ResultRow valid = outcome.rows().get(0);
        ResultRow test = outcome.rows().get(1);
        assertThat(valid.cell().split()).isEqualTo(Split.VALID);
        double share = (double) outcome.misclassified().length / TEST;
        assertThat(test.value()).isLessThan(20).isEqualTo(100.0 * outcome.misclassified().length / TEST);
        // The 97.5 % quantile of the normal distribution is 1.959963984540054.
        assertThat(test.ci95())
                .isCloseTo(100 * 1.959963984540054 * Math.sqrt(share * (1 - share) / TEST), within(1e-12));
        assertThat(outcome.misclassified()).isSorted().doesNotHaveDuplicates();
        PairedComparison same = PairedComparison.of(outcome, outcome, 100, 1);
        assertThat(same.p()).isEqualTo(1);
    }

    @Test
    void everyEvaluationRecordsTheCodesOfItsModelAndMarksACollapsedOne() throws IOException {
        StackModel stack = evaluated(3, 0.5).model().model();
        float[] saturated = stack.parameters().clone();
        ParameterLayout.Part top = new ParameterLayout(stack.architecture()).part(1);
        Arrays.fill(saturated, (int) top.b(), (int) top.b() + top.out(), 200);
        CodeStatistics expected = CodeMeasurement.of(stack, data.sample(Split.TRAIN, CodeMeasurement.MOST_ROWS));
        FinetuneOptions brief = new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1), 50, 1, 1, 1);
        DrawnSamples samples = new DrawnSamples(new SamplingPlan(100, 10, 0, 1, Draw.MEAN, 1));
        for (Evaluation<?> evaluation : List.of(
                new SvmEvaluation(List.of(0.1)),
                new ReconstructionEvaluation(),
                new FinetuneEvaluation(brief),
                new ParzenEvaluation(List.of(0.5), samples))) {
            try (EvaluationCache cache = EvaluationCache.single(spark)) {
                EvaluationOutcome sound = evaluation.evaluate(new ModelOnDataset(directory(stack), data), cache);
                assertThat(sound.rows())
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(row.measurement().codes()).isEqualTo(expected));
                assertThat(sound.warning("bars DAE-2J")).isEmpty();
                ModelDirectory collapsed = directory(new StackModel(stack.architecture(), saturated));
                EvaluationOutcome marked = evaluation.evaluate(new ModelOnDataset(collapsed, data), cache);
                assertThat(marked.rows()).isNotEmpty().allMatch(ResultRow::collapsed);
                assertThat(marked.warning("bars DAE-2J"))
                        .hasValueSatisfying(sentence -> assertThat(sentence).contains("bars DAE-2J has collapsed"));
            }
        }
    }

    @Test
    void equallyGoodCostsGiveTheSmallest() {
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            // So small that every classifier is the same.
            SvmOutcome outcome = new SvmEvaluation(List.of(1e-9, 2e-9, 3e-9)).evaluate(evaluated(1, 0.3), cached);
            assertThat(outcome.rows().get(0).cell().hyperparameters().get("svm-c"))
                    .isEqualTo("1.0E-9");
        }
    }

    @Test
    void reconstructionIsTheMeanOfEveryRowsCostInDoublePrecision() throws IOException {
        ModelOnDataset evaluated = evaluated(1, 0.3);
        List<ResultRow> rows = new ReconstructionEvaluation().rows(spark, evaluated.model(), data);
        assertThat(rows)
                .extracting(row -> row.cell().split().id())
                .containsExactly("train", "valid", "test", "train", "valid", "test");
        List<Example> test = data.examples(Split.TEST).collectAsList();
        DoubleStack stack = new DoubleStack(evaluated.model().model(), WIDTH, 24, 24);
        double[] costs = test.stream()
                .mapToDouble(row -> stack.cost(row.getPixels(), 0, null))
                .toArray();
        double mean = Arrays.stream(costs).sum() / TEST;
        double variance = Arrays.stream(costs).map(x -> (x - mean) * (x - mean)).sum() / (TEST - 1);
        assertThat(rows.get(2).value()).isCloseTo(mean, within(1e-5 * mean));
        assertThat(rows.get(2).ci95())
                .isCloseTo(1.959963984540054 * Math.sqrt(variance / TEST), within(1e-5 * Math.sqrt(variance / TEST)));
        assertThat(rows.get(2).cell().metric().id()).isEqualTo("cross-entropy");
    }

    @Test
    void reconstructionUnderCorruptionIsOneDrawOfTheJointObjective() throws IOException {
        ModelOnDataset evaluated = evaluated(1, 0.3);
        List<ResultRow> rows = new ReconstructionEvaluation().rows(spark, evaluated.model(), data);
        List<Example> valid = data.examples(Split.VALID).collectAsList();
        StackModel stack = evaluated.model().model();
        Replica replica =
                new Replica(stack.architecture(), Objective.joint(2, true), Updater.RMSPROP, new double[] {1e-9, 1e-9});
        replica.set(stack.parameters(), new float[stack.parameters().length]);
        Examples.Builder examples = new Examples.Builder(WIDTH);
        valid.forEach(row -> examples.add(row.getId(), row.getPixels(), 0));
        Minibatch all = new Minibatch(examples.build(), valid.size()).range(0, valid.size());
        double objective = replica.step(all, RandomStreams.evaluationKey(1));
        assertThat(rows.get(4).cell().metric().id()).isEqualTo("denoising-cross-entropy");
        assertThat(rows.get(4).value()).isCloseTo(objective, within(1e-5 * objective));
        assertThat(rows.get(4).value()).isNotCloseTo(rows.get(1).value(), within(1e-3 * objective));
        ModelOnDataset clean = evaluated(1, 0);
        assertThat(new ReconstructionEvaluation().rows(spark, clean.model(), data))
                .hasSize(3);
    }

    @Test
    void reconstructionUnderCorruptionHasTheExpectedCostOfTheCorruption() throws IOException {
        ModelOnDataset evaluated = evaluated(1, 0.3);
        double measured = new ReconstructionEvaluation()
                .rows(spark, evaluated.model(), data)
                .get(4)
                .value();
        DoubleStack stack = new DoubleStack(evaluated.model().model(), WIDTH, 24, 24);
        List<Example> valid = data.examples(Split.VALID).collectAsList();
        SplittableRandom random = new SplittableRandom(11);
        int draws = 200;
        double mean = 0;
        double varianceOfSum = 0;
        for (Example row : valid) {
            double sum = 0;
            double squares = 0;
            for (int d = 0; d < draws; d++) {
                double cost = stack.cost(row.getPixels(), 0.3, random);
                sum += cost;
                squares += cost * cost;
            }
            mean += sum / draws / valid.size();
            varianceOfSum += squares / draws - sum / draws * sum / draws;
        }
        // One draw per row: four standard deviations of its mean.
        assertThat(measured).isCloseTo(mean, within(4 * Math.sqrt(varianceOfSum) / valid.size()));
    }

    @Test
    void aFailedEvaluationLeavesTheOthers() throws InterruptedException {
        List<EvaluationJob<Integer>> jobs = List.of(
                new EvaluationJob<>("first", () -> 1),
                new EvaluationJob<>("second", () -> {
                    throw new InvalidInputException("no");
                }),
                new EvaluationJob<>("third", () -> 3));
        List<JobResult<Integer>> outcomes = EvaluationJobs.run(spark, 2, jobs);
        assertThat(outcomes).extracting(JobResult::value).containsExactly(1, null, 3);
        assertThat(outcomes.get(1).failure()).hasMessage("no");
    }

    @Test
    void chainsDoNotDependOnTheirDistributionOverTasks() {
        Map<Long, float[]> four = samples(new SamplingPlan(40, 4, 2, 3, Draw.MEAN, 9));
        Map<Long, float[]> again = samples(new SamplingPlan(40, 4, 2, 3, Draw.MEAN, 9));
        assertThat(four).hasSize(40);
        four.forEach((id, pixels) -> assertThat(again.get(id)).isEqualTo(pixels));
        // Chain 0 of several is chain 0 alone; burn-in and thinning only leave samples out.
        Map<Long, float[]> alone = samples(new SamplingPlan(30, 1, 0, 1, Draw.MEAN, 9));
        for (int t = 0; t < 9; t++) {
            float[] expected = alone.get(2L + 3 * t);
            float[] found = four.get((long) t);
            for (int i = 0; i < WIDTH; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    @Test
    void sampledChainsAreBinary() {
        for (float[] pixels :
                samples(new SamplingPlan(20, 2, 0, 1, Draw.SAMPLED, 1)).values()) {
            for (float pixel : pixels) {
                assertThat(pixel).isIn(0f, 1f);
            }
        }
    }

    @Test
    void samplesComeBackFromDiskAndGiveALikelihood() throws IOException {
        ModelOnDataset evaluated = evaluated(1, 0.3);
        SamplingPlan plan = new SamplingPlan(200, 2, 0, 1, Draw.MEAN, 1);
        org.apache.hadoop.fs.Path out =
                new org.apache.hadoop.fs.Path(folder.resolve("samples").toString());
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            SamplingOutcome drawn = new SamplingEvaluation(plan).evaluate(evaluated, cached);
            SampleFiles.write(spark, drawn.samples(), drawn.provenance(), out);
            List<Double> widths = List.of(0.05, 0.3, 3.0);
            ParzenOutcome direct = new ParzenEvaluation(widths, new DrawnSamples(plan)).evaluate(evaluated, cached);
            ParzenOutcome read =
                    new ParzenEvaluation(widths, new StoredSamples(out.toString())).evaluate(evaluated, cached);
            double value = direct.rows().get(1).value();
            ParzenOracle oracle = new ParzenOracle(drawn.samples().collect(), WIDTH);
            double chosen = widths.stream()
                    .max(Comparator.comparingDouble(width -> mean(oracle.logLikelihoods(rows(Split.VALID), width))))
                    .orElseThrow();
            assertThat(direct.rows().get(0).cell().hyperparameters().get("parzen-width"))
                    .isEqualTo(Double.toString(chosen));
            double[] logs = oracle.logLikelihoods(rows(Split.TEST), chosen);
            double mean = mean(logs);
            double variance =
                    Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum() / (TEST - 1);
            assertThat(value).isCloseTo(mean, within(1e-5 * Math.abs(mean)));
            assertThat(direct.standardError())
                    .isCloseTo(Math.sqrt(variance / TEST), within(1e-5 * Math.sqrt(variance / TEST)));
            assertThat(read.rows().get(1).value()).isCloseTo(value, within(1e-6 * Math.abs(value)));
            assertThat(direct.rows().get(1).cell().hyperparameters().get("parzen-width"))
                    .isIn("0.05", "0.3", "3.0")
                    .isEqualTo(read.rows().get(1).cell().hyperparameters().get("parzen-width"));
            assertThat(direct.rows().get(1).ci95()).isCloseTo(1.959963984540054 * direct.standardError(), within(1e-9));
            BufferedImage sheet = SampleSheet.draw(evaluated.data(), cached, drawn.samples());
            assertThat(sheet.getWidth()).isGreaterThan(24 * WIDTH);
        }
    }

    @Test
    void invalidInputsAreNamed() throws IOException {
        ModelOnDataset evaluated = evaluated(1, 0.3);
        StackModel wide = StackModel.initial(Architecture.paper(9, 1, LayerSpec.plain(4)), 1);
        assertThatThrownBy(() -> new ModelOnDataset(directory(wide), data))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("rows of 9 values");
        assertThatThrownBy(() -> samples(new SamplingPlan(4, 2, 0, 1, Draw.MEAN, 1), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not corrupt its inputs");
        assertThatThrownBy(() -> new SamplingPlan(5, 2, 0, 1, Draw.MEAN, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new SvmEvaluation(List.of(1.0, -1.0))).isInstanceOf(InvalidInputException.class);
        PreparedDataset noValid = PreparedDataset.open(
                spark, DatasetBuilder.bars().valid(0).test(40).width(WIDTH).write(spark, folder.resolve("no-valid")));
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            ModelOnDataset empty = new ModelOnDataset(evaluated.model(), noValid);
            assertThatThrownBy(() -> new SvmEvaluation(SvmEvaluation.DEFAULT_COSTS).evaluate(empty, cached))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("split valid is empty");
            float[] pixels = new float[2 * WIDTH];
            pixels[WIDTH + 1] = Float.NaN;
            RowBlock wrong = new RowBlock(new long[] {0, 1}, new int[2], pixels);
            SampleSource source = (subject, cache) ->
                    new SampledRows(cache.context().parallelize(List.of(wrong), 1), "these", Map.of());
            assertThatThrownBy(() -> new ParzenEvaluation(List.of(1.0), source).evaluate(evaluated, cached))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("these: sample 1 has the value NaN");
        }
    }

    private static List<float[]> rows(Split split) {
        return data.examples(split).collectAsList().stream()
                .map(Example::getPixels)
                .toList();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static List<LiblinearOracle.Code> codes(DoubleStack stack, Split split) {
        return data.examples(split).collectAsList().stream()
                .map(row ->
                        new LiblinearOracle.Code(row.getId(), row.getLabel(), stack.encode(row.getPixels(), 0, null)))
                .toList();
    }

    private static Map<Long, float[]> samples(SamplingPlan plan) {
        return samples(plan, 0.3);
    }

    private static Map<Long, float[]> samples(SamplingPlan plan, double noise) {
        Map<Long, float[]> samples = new HashMap<>();
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            for (RowBlock block : new SamplingEvaluation(plan)
                    .evaluate(evaluated(1, noise), cached)
                    .samples()
                    .collect()) {
                for (int i = 0; i < block.rows(); i++) {
                    samples.put(block.ids()[i], Arrays.copyOfRange(block.values(), i * WIDTH, (i + 1) * WIDTH));
                }
            }
        }
        return samples;
    }

    private static ModelOnDataset evaluated(long seed, double noise) {
        LayerSpec layer = LayerSpec.plain(24).withCorruption(Corruption.gaussian(noise));
        return new ModelOnDataset(directory(StackModel.initial(Architecture.paper(WIDTH, 2, layer), seed)), data);
    }

    private static ModelDirectory directory(StackModel stack) {
        ModelCard card = new ModelCard(
                new ModelCard.Identity("DAE-2J", "J", "dae"),
                new ModelCard.Data("bars", "nowhere", "no hash", 300),
                new TreeMap<>(),
                1,
                new ModelCard.Run(new TreeMap<>(), "2026-01-01T00:00:00Z", 1),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        return new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.001, 2), card);
    }
}
