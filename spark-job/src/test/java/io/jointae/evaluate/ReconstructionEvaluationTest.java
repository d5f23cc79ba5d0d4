package io.jointae.evaluate;

import static io.jointae.evaluate.EvaluatedBars.TEST;
import static io.jointae.evaluate.EvaluatedBars.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reconstruction costs agree with a computation in double precision, with and without corruption. */
class ReconstructionEvaluationTest {

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
    void reconstructionIsTheMeanOfEveryRowsCostInDoublePrecision() throws IOException {
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        ReconstructionOutcome outcome;
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
            outcome = new ReconstructionEvaluation().evaluate(evaluated, cached);
        }
        List<ResultRow> rows = outcome.rows();
        assertThat(rows)
                .extracting(row -> row.cell().split().id())
                .containsExactly("train", "valid", "test", "train", "valid", "test");
        List<Example> test = bars.data().examples(Split.TEST).collectAsList();
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
        // With fewer rows than blocks, each block is a row.
        float[] blocks = outcome.moments().get(2).means().orElseThrow();
        assertThat(blocks).hasSize(TEST);
        for (Example row : test) {
            double cost = stack.cost(row.getPixels(), 0, null);
            assertThat((double) blocks[(int) row.getId()]).isCloseTo(cost, within(1e-4 * cost));
        }
        assertThat(outcome.blockMeans(rows))
                .extracting(BlockMeans::cell)
                .containsExactly(
                        rows.get(0).cell().key(),
                        rows.get(2).cell().key(),
                        rows.get(3).cell().key(),
                        rows.get(5).cell().key());
    }

    @Test
    void reconstructionUnderCorruptionIsOneDrawOfTheJointObjective() throws IOException {
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        List<ResultRow> rows = new ReconstructionEvaluation().rows(bars.spark(), evaluated.model(), bars.data());
        List<Example> valid = bars.data().examples(Split.VALID).collectAsList();
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
        ModelOnDataset clean = bars.evaluated(1, 0);
        assertThat(new ReconstructionEvaluation().rows(bars.spark(), clean.model(), bars.data()))
                .hasSize(3);
    }

    @Test
    void reconstructionUnderCorruptionHasTheExpectedCostOfTheCorruption() throws IOException {
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        double measured = new ReconstructionEvaluation()
                .rows(bars.spark(), evaluated.model(), bars.data())
                .get(4)
                .value();
        DoubleStack stack = new DoubleStack(evaluated.model().model(), WIDTH, 24, 24);
        List<Example> valid = bars.data().examples(Split.VALID).collectAsList();
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
}
