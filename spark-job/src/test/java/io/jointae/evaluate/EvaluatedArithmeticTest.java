package io.jointae.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.LabelShares;
import io.jointae.evaluate.frozen.ProbeEvaluation;
import io.jointae.evaluate.frozen.RankEvaluation;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SampleFiles;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import io.jointae.evaluate.sample.SamplingProvenance;
import io.jointae.evaluate.sample.StoredSamples;
import io.jointae.linalg.ProductUnits;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations compute codes and reconstructions in the precision that was asked for, and their cells state it. */
class EvaluatedArithmeticTest {

    private static final Arithmetic BFLOAT16 = new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16);
    private static final String STATED = "evaluation-precision";
    private static final SamplingPlan SAMPLES = new SamplingPlan(40, 4, 0, 1, Draw.MEAN, 1);

    @TempDir
    static Path folder;

    private static EvaluatedBars bars;

    @BeforeAll
    static void prepare() throws IOException {
        bars = new EvaluatedBars(folder);
    }

    @AfterAll
    static void stop() {
        bars.close();
    }

    private static List<ResultRow> rows(Evaluation<?> evaluation, Arithmetic arithmetic) throws IOException {
        try (EvaluationCache cache = EvaluationCache.single(bars.spark())) {
            return evaluation
                    .evaluate(bars.evaluated(3, 0.5).with(arithmetic), cache)
                    .rows();
        }
    }

    @Test
    void measurementsInBfloat16DifferByTheRoundingOfFactors() throws IOException {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
        for (Evaluation<?> evaluation : List.of(
                new ReconstructionEvaluation(),
                new RankEvaluation(),
                new AnomalyEvaluation(List.of("1"), 10),
                new ParzenEvaluation(List.of(0.5), new DrawnSamples(SAMPLES)))) {
            List<ResultRow> single = rows(evaluation, Arithmetic.DEFAULT);
            List<ResultRow> rounded = rows(evaluation, BFLOAT16);
            assertThat(rounded).hasSameSizeAs(single);
            double largest = 0;
            for (int i = 0; i < single.size(); i++) {
                double expected = single.get(i).value();
                double tolerance = 0.02 * Math.max(1, Math.abs(expected));
                assertThat(rounded.get(i).value()).as(evaluation.name()).isCloseTo(expected, within(tolerance));
                largest = Math.max(largest, Math.abs(rounded.get(i).value() - expected));
            }
            assertThat(largest).as(evaluation.name()).isPositive();
        }
    }

    @Test
    void classifiersOfCodesInBfloat16ErrAboutAsOften() throws IOException {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
        for (Evaluation<?> evaluation : List.of(
                new SvmEvaluation(List.of(1.0)),
                new ProbeEvaluation(0, new LabelShares(List.of(100.0), 1), List.of(1.0)))) {
            List<ResultRow> single = rows(evaluation, Arithmetic.DEFAULT);
            List<ResultRow> rounded = rows(evaluation, BFLOAT16);
            assertThat(rounded)
                    .allSatisfy(row -> assertThat(row.cell().hyperparameters()).containsEntry(STATED, "bfloat16"));
            assertThat(single)
                    .allSatisfy(row -> assertThat(row.cell().hyperparameters()).doesNotContainKey(STATED));
            for (int i = 0; i < single.size(); i++) {
                assertThat(rounded.get(i).value()).isCloseTo(single.get(i).value(), within(2.0));
                assertThat(rounded.get(i).cell().key())
                        .isNotEqualTo(single.get(i).cell().key());
            }
        }
    }

    @Test
    void fineTuningIsAlwaysInSinglePrecision() throws IOException {
        FinetuneOptions brief = new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1), 50, 1, 1, 1);
        List<ResultRow> single = rows(new FinetuneEvaluation(brief), Arithmetic.DEFAULT);
        List<ResultRow> asked = rows(new FinetuneEvaluation(brief), BFLOAT16);
        assertThat(asked).extracting(row -> row.cell().key()).isEqualTo(keys(single));
        assertThat(asked)
                .extracting(ResultRow::value)
                .isEqualTo(single.stream().map(ResultRow::value).toList());
    }

    private static List<String> keys(List<ResultRow> rows) {
        return rows.stream().map(row -> row.cell().key()).toList();
    }

    @Test
    void storedSamplesStateThePrecisionInWhichTheyWereDrawn() throws IOException {
        ModelOnDataset subject = bars.evaluated(3, 0.5);
        for (Arithmetic arithmetic : List.of(Arithmetic.DEFAULT, BFLOAT16)) {
            String directory =
                    folder.resolve("samples" + arithmetic.suffix().strip()).toString();
            try (EvaluationCache cache = EvaluationCache.single(bars.spark())) {
                SampleFiles.write(
                        bars.spark(),
                        new DrawnSamples(SAMPLES).samples(subject, cache).blocks(),
                        SamplingProvenance.of(subject.with(arithmetic), SAMPLES),
                        new org.apache.hadoop.fs.Path(directory));
                List<ResultRow> rows = new ParzenEvaluation(List.of(0.5), new StoredSamples(directory))
                        .evaluate(subject, cache)
                        .rows();
                assertThat(rows)
                        .extracting(row -> row.cell().hyperparameters().get(STATED))
                        .containsOnly(arithmetic.equals(BFLOAT16) ? "bfloat16" : null);
            }
        }
    }
}
