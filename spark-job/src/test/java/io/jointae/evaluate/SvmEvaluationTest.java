package io.jointae.evaluate;

import static io.jointae.evaluate.EvaluatedBars.TEST;
import static io.jointae.evaluate.EvaluatedBars.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluation by a linear SVM agrees with liblinear. */
class SvmEvaluationTest {

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
    void theSvmMisclassifiesTheRowsThatLiblinearMisclassifies() {
        SvmOutcome outcome;
        ModelOnDataset evaluated = bars.evaluated(1, 0.3);
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
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
        // Liblinear solves with a tighter tolerance.
        double loss = oracle.squaredHinge(codes(stack, Split.VALID));
        assertThat(valid.measurement().validationLoss().orElseThrow()).isCloseTo(loss, within(0.02 * loss));
        assertThat(test.measurement().tuning())
                .isEqualTo(valid.measurement().tuning())
                .satisfies(tuning ->
                        assertThat(tuning.grids()).containsExactly(Map.entry("svm-c", SvmEvaluation.DEFAULT_COSTS)));
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
    void equallyGoodCostsGiveTheSmallest() {
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
            // So small that every classifier is the same.
            SvmOutcome outcome = new SvmEvaluation(List.of(1e-9, 2e-9, 3e-9)).evaluate(bars.evaluated(1, 0.3), cached);
            assertThat(outcome.rows().get(0).cell().hyperparameters().get("svm-c"))
                    .isEqualTo("1.0E-9");
        }
    }

    private static List<LiblinearOracle.Code> codes(DoubleStack stack, Split split) {
        return bars.data().examples(split).collectAsList().stream()
                .map(row ->
                        new LiblinearOracle.Code(row.getId(), row.getLabel(), stack.encode(row.getPixels(), 0, null)))
                .toList();
    }
}
