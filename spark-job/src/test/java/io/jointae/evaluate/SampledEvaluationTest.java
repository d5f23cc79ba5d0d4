package io.jointae.evaluate;

import static io.jointae.evaluate.EvaluatedBars.TEST;
import static io.jointae.evaluate.EvaluatedBars.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.sample.DrawnSamples;
import io.jointae.evaluate.sample.SampleFiles;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import io.jointae.evaluate.sample.StoredSamples;
import io.jointae.results.kept.BlockMeans;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples do not depend on how tasks draw them, and their Parzen likelihood agrees with a computation in double precision. */
class SampledEvaluationTest {

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
    void chainsDoNotDependOnTheirDistributionOverTasks() {
        Map<Long, float[]> four = bars.samples(new SamplingPlan(40, 4, 2, 3, Draw.MEAN, 9), 0.3);
        Map<Long, float[]> again = bars.samples(new SamplingPlan(40, 4, 2, 3, Draw.MEAN, 9), 0.3);
        assertThat(four).hasSize(40);
        four.forEach((id, pixels) -> assertThat(again.get(id)).isEqualTo(pixels));
        // Chain 0 of several is chain 0 alone; burn-in and thinning only leave samples out.
        Map<Long, float[]> alone = bars.samples(new SamplingPlan(30, 1, 0, 1, Draw.MEAN, 9), 0.3);
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
        for (float[] pixels : bars.samples(new SamplingPlan(20, 2, 0, 1, Draw.SAMPLED, 1), 0.3)
                .values()) {
            for (float pixel : pixels) {
                assertThat(pixel).isIn(0f, 1f);
            }
        }
    }

    @Test
    void samplesComeBackFromDiskAndGiveALikelihood() throws IOException {
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        SamplingPlan plan = new SamplingPlan(200, 2, 0, 1, Draw.MEAN, 1);
        org.apache.hadoop.fs.Path out =
                new org.apache.hadoop.fs.Path(folder.resolve("samples").toString());
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
            SamplingOutcome drawn = new SamplingEvaluation(plan).evaluate(evaluated, cached);
            SampleFiles.write(bars.spark(), drawn.samples(), drawn.provenance(), out);
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
            float[] blocks = direct.moments().get(1).means().orElseThrow();
            List<Example> test = bars.data().examples(Split.TEST).collectAsList();
            for (int i = 0; i < TEST; i++) {
                assertThat((double) blocks[(int) test.get(i).getId()])
                        .isCloseTo(logs[i], within(1e-4 * Math.abs(logs[i])));
            }
            assertThat(direct.blockMeans(direct.rows()))
                    .extracting(BlockMeans::cell)
                    .containsExactly(direct.rows().get(1).cell().key());
            assertThat(direct.rows().get(1).measurement().tuning().grids())
                    .containsExactly(Map.entry("parzen-width", widths));
            assertThat(read.rows().get(1).value()).isCloseTo(value, within(1e-6 * Math.abs(value)));
            assertThat(direct.rows().get(1).cell().hyperparameters().get("parzen-width"))
                    .isIn("0.05", "0.3", "3.0")
                    .isEqualTo(read.rows().get(1).cell().hyperparameters().get("parzen-width"));
            assertThat(direct.rows().get(1).ci95()).isCloseTo(1.959963984540054 * direct.standardError(), within(1e-9));
            BufferedImage sheet = SampleSheet.draw(evaluated.data(), cached, drawn.samples());
            assertThat(sheet.getWidth()).isGreaterThan(24 * WIDTH);
        }
    }

    private static List<float[]> rows(Split split) {
        return bars.data().examples(split).collectAsList().stream()
                .map(Example::getPixels)
                .toList();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}
