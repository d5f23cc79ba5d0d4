package io.jointae.evaluate;

import static io.jointae.evaluate.EvaluatedBars.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.AnomalyOutcome;
import io.jointae.evaluate.frozen.CodeClassifierOutcome;
import io.jointae.evaluate.frozen.LabelShares;
import io.jointae.evaluate.frozen.NeighborsEvaluation;
import io.jointae.evaluate.frozen.ProbeEvaluation;
import io.jointae.evaluate.frozen.RankEvaluation;
import io.jointae.evaluate.frozen.RankOutcome;
import io.jointae.results.ResultRow;
import io.jointae.results.kept.WrongRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The evaluations of frozen codes agree with plain computations in double precision. */
class FrozenCodesTest {

    private static final LabelShares SHARES = new LabelShares(LabelShares.DEFAULT_PERCENTS, 1);

    @TempDir
    static Path folder;

    private static EvaluatedBars bars;
    private static ModelOnDataset model;

    @BeforeAll
    static void prepare() throws IOException {
        bars = new EvaluatedBars(folder);
        model = bars.evaluated(1, 0.3);
    }

    @AfterAll
    static void stop() {
        bars.close();
    }

    private static <O extends EvaluationOutcome> O evaluate(Evaluation<O> evaluation) throws IOException {
        try (EvaluationCache cached = EvaluationCache.single(bars.spark())) {
            return evaluation.evaluate(model, cached);
        }
    }

    private record Codes(double[][] values, int[] labels) {}

    /** Returns the codes of a layer in double precision, in the order of the ids. */
    private static Codes codes(int layer, Split split) {
        int[] widths = layer == 1 ? new int[] {EvaluatedBars.WIDTH, 24} : new int[] {EvaluatedBars.WIDTH, 24, 24};
        DoubleStack stack = new DoubleStack(model.model().model().bottom(layer), widths);
        List<Example> rows = bars.data().examples(split).collectAsList().stream()
                .sorted(Comparator.comparingLong(Example::getId))
                .toList();
        return new Codes(
                rows.stream().map(row -> stack.encode(row.getPixels(), 0, null)).toArray(double[][]::new),
                rows.stream().mapToInt(Example::getLabel).toArray());
    }

    @Test
    void theNeighborsMisclassifyTheRowsThatAnExhaustiveSearchMisclassifies() throws IOException {
        for (int layer : new int[] {1, 2}) {
            CodeClassifierOutcome outcome =
                    evaluate(new NeighborsEvaluation(layer, new LabelShares(List.of(100.0), 1), List.of(3)));
            Codes train = codes(layer, Split.TRAIN);
            Codes test = codes(layer, Split.TEST);
            long[] wrong = IntStream.range(0, TEST)
                    .filter(i -> vote(train, test.values()[i], 3) != test.labels()[i])
                    .mapToLong(i -> i)
                    .toArray();
            // The codes are in single precision, so a tie in double precision may fall to the other side.
            assertThat(symmetricDifference(outcome.misclassified(), wrong)).isLessThanOrEqualTo(1);
            assertThat(outcome.rows().get(1).cell().metric().id())
                    .isEqualTo("neighbors-error-percent-labels-100-layer-" + layer);
        }
    }

    private static long symmetricDifference(long[] a, long[] b) {
        return Arrays.stream(a).filter(x -> Arrays.binarySearch(b, x) < 0).count()
                + Arrays.stream(b).filter(x -> Arrays.binarySearch(a, x) < 0).count();
    }

    private static int vote(Codes train, double[] row, int k) {
        int[] votes = new int[2];
        IntStream.range(0, train.labels().length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distance(train.values()[i], row)))
                .limit(k)
                .forEach(i -> votes[train.labels()[i]]++);
        return votes[1] > votes[0] ? 1 : 0;
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum();
    }

    @Test
    void moreLabelsGiveAProbeWithFewerErrorsAndEveryShareHasRows() throws IOException {
        CodeClassifierOutcome outcome = evaluate(new ProbeEvaluation(0, SHARES, ProbeEvaluation.DEFAULT_COSTS));
        assertThat(outcome.rows())
                .extracting(row -> row.cell().metric() + " " + row.cell().split())
                .containsExactly(
                        "probe-error-percent-labels-1-layer-2 valid",
                        "probe-error-percent-labels-1-layer-2 test",
                        "probe-error-percent-labels-10-layer-2 valid",
                        "probe-error-percent-labels-10-layer-2 test",
                        "probe-error-percent-labels-100-layer-2 valid",
                        "probe-error-percent-labels-100-layer-2 test");
        ResultRow all = outcome.rows().get(5);
        assertThat(all.value()).isLessThan(20).isLessThan(outcome.rows().get(1).value());
        assertThat(all.value()).isEqualTo(100.0 * outcome.misclassified().length / TEST);
        assertThat(all.cell().hyperparameters())
                .containsEntry("labels-percent", "100")
                .containsEntry("labels-seed", "1")
                .containsEntry("code-layer", "2")
                .containsKey("probe-c");
        assertThat(all.measurement().validationLoss()).isPresent();
        List<WrongRows> kept = outcome.wrongRows(outcome.rows());
        assertThat(kept).hasSize(3);
        assertThat(kept.get(2)).isEqualTo(WrongRows.of(all.cell().key(), TEST, outcome.misclassified()));
        assertThat(outcome.comparedWith(outcome, 100, 1))
                .hasSize(3)
                .allSatisfy(same -> assertThat(same.p()).isEqualTo(1));
    }

    @Test
    void theRankIsThatOfASingularValueDecomposition() throws IOException {
        RankOutcome outcome = evaluate(new RankEvaluation());
        assertThat(outcome.layers()).hasSize(2);
        for (RankOutcome.LayerRank rank : outcome.layers()) {
            double[][] codes = codes(rank.layer(), Split.TRAIN).values();
            assertThat(rank.codeRows()).isEqualTo(300);
            assertThat(rank.rankMe()).isCloseTo(effectiveRank(codes), within(1e-2));
            double variance = 0;
            for (int j = 0; j < 24; j++) {
                int unit = j;
                double mean = Arrays.stream(codes)
                        .mapToDouble(code -> code[unit])
                        .average()
                        .orElseThrow();
                for (double[] code : codes) {
                    code[j] -= mean;
                    variance += code[j] * code[j] / codes.length / 24;
                }
            }
            assertThat(rank.effectiveRank()).isCloseTo(effectiveRank(codes), within(1e-2));
            assertThat(rank.variance()).isCloseTo(variance, within(1e-6));
        }
    }

    private static double effectiveRank(double[][] rows) {
        double[] values = new SingularValueDecomposition(new Array2DRowRealMatrix(rows)).getSingularValues();
        double sum = Arrays.stream(values).sum();
        return Math.exp(Arrays.stream(values)
                .map(value -> value / sum)
                .filter(p -> p > 0)
                .map(p -> -p * Math.log(p))
                .sum());
    }

    @Test
    void theAnomalyScoreIsTheReconstructionCost() throws IOException {
        AnomalyOutcome outcome = evaluate(new AnomalyEvaluation(List.of("1"), 50));
        DoubleStack stack = new DoubleStack(model.model().model(), EvaluatedBars.WIDTH, 24, 24);
        List<Example> rows = bars.data().examples(Split.TEST).collectAsList();
        double right = 0;
        double pairs = 0;
        for (Example anomaly : rows) {
            for (Example other : rows) {
                if (anomaly.getLabel() == 1 && other.getLabel() == 0) {
                    pairs++;
                    int i = (int) anomaly.getId();
                    int j = (int) other.getId();
                    right += outcome.test().scores()[i] > outcome.test().scores()[j]
                            ? 1
                            : outcome.test().scores()[i] == outcome.test().scores()[j] ? 0.5 : 0;
                }
            }
            if (anomaly.getId() < 20) {
                assertThat(outcome.test().scores()[(int) anomaly.getId()])
                        .isCloseTo(stack.cost(anomaly.getPixels(), 0, null), within(1e-3));
            }
        }
        ResultRow auroc = outcome.rows().get(2);
        assertThat(auroc.cell().metric().id()).isEqualTo("anomaly-auroc");
        assertThat(auroc.cell().split()).isEqualTo(Split.TEST);
        assertThat(auroc.value()).isCloseTo(right / pairs, within(1e-12));
    }

    @Test
    void aLayerOrALabelThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> evaluate(new ProbeEvaluation(3, SHARES, List.of(1.0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 does not exist");
        assertThatThrownBy(() -> evaluate(new AnomalyEvaluation(List.of("2"), 50)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 is not a label of dataset bars: choose a number from 0 to 1");
        assertThatThrownBy(() -> evaluate(new AnomalyEvaluation(List.of("0", "1"), 50)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("selects all or none of the test rows");
        assertThatThrownBy(() -> evaluate(new NeighborsEvaluation(0, new LabelShares(List.of(1.0), 1), List.of(100))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("100 is larger than the number of labeled rows");
    }
}
