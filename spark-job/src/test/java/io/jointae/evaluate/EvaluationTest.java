package io.jointae.evaluate;

import static io.jointae.evaluate.EvaluatedBars.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
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
import io.jointae.evaluate.sample.SampleSource;
import io.jointae.evaluate.sample.SampledRows;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import io.jointae.model.CodeMeasurement;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.statistics.CodeStatistics;
import io.jointae.testing.DatasetBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every evaluation records the codes, fails alone, and names invalid input. */
class EvaluationTest {

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

    @Test
    void everyEvaluationRecordsTheCodesOfItsModelAndMarksACollapsedOne() throws IOException {
        StackModel stack = bars.evaluated(3, 0.5).model().model();
        float[] saturated = stack.parameters().clone();
        ParameterLayout.Part top = new ParameterLayout(stack.architecture()).part(1);
        Arrays.fill(saturated, (int) top.b(), (int) top.b() + top.out(), 200);
        CodeStatistics expected = CodeMeasurement.of(stack, bars.data().sample(Split.TRAIN, CodeMeasurement.MOST_ROWS));
        FinetuneOptions brief = new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1), 50, 1, 1, 1);
        DrawnSamples samples = new DrawnSamples(new SamplingPlan(100, 10, 0, 1, Draw.MEAN, 1));
        for (Evaluation<?> evaluation : List.of(
                new SvmEvaluation(List.of(0.1)),
                new ReconstructionEvaluation(),
                new FinetuneEvaluation(brief),
                new ParzenEvaluation(List.of(0.5), samples))) {
            try (EvaluationCache cache = EvaluationCache.single(bars.spark())) {
                EvaluationOutcome sound =
                        evaluation.evaluate(new ModelOnDataset(EvaluatedBars.directory(stack), bars.data()), cache);
                assertThat(sound.rows())
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(row.measurement().codes()).isEqualTo(expected));
                assertThat(sound.warning("bars DAE-2J")).isEmpty();
                ModelDirectory collapsed = EvaluatedBars.directory(new StackModel(stack.architecture(), saturated));
                EvaluationOutcome marked = evaluation.evaluate(new ModelOnDataset(collapsed, bars.data()), cache);
                assertThat(marked.rows()).isNotEmpty().allMatch(ResultRow::collapsed);
                assertThat(marked.warning("bars DAE-2J"))
                        .hasValueSatisfying(sentence -> assertThat(sentence).contains("bars DAE-2J has collapsed"));
            }
        }
    }

    @Test
    void aFailedEvaluationLeavesTheOthers() throws InterruptedException {
        List<EvaluationJob<Integer>> jobs = List.of(
                new EvaluationJob<>("first", () -> 1),
                new EvaluationJob<>("second", () -> {
                    throw new InvalidInputException("no");
                }),
                new EvaluationJob<>("third", () -> 3));
        List<JobResult<Integer>> outcomes = EvaluationJobs.run(bars.spark(), 2, jobs);
        assertThat(outcomes).extracting(JobResult::value).containsExactly(1, null, 3);
        assertThat(outcomes.get(1).failure()).hasMessage("no");
    }

    @Test
    void invalidInputsAreNamed() throws IOException {
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        StackModel wide = StackModel.initial(Architecture.paper(9, 1, LayerSpec.plain(4)), 1);
        assertThatThrownBy(() -> new ModelOnDataset(EvaluatedBars.directory(wide), bars.data()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("rows of 9 values");
        assertThatThrownBy(() -> bars.samples(new SamplingPlan(4, 2, 0, 1, Draw.MEAN, 1), 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not corrupt its inputs");
        assertThatThrownBy(() -> new SamplingPlan(5, 2, 0, 1, Draw.MEAN, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new SvmEvaluation(List.of(1.0, -1.0))).isInstanceOf(InvalidInputException.class);
        PreparedDataset noValid = PreparedDataset.open(
                bars.spark(),
                DatasetBuilder.bars().valid(0).test(40).width(WIDTH).write(bars.spark(), folder.resolve("no-valid")));
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
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
}
