package io.jointae.results.claim;

import static io.jointae.results.TestRows.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.results.Tuning;
import io.jointae.results.choice.Selection;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import io.jointae.statistics.CodeStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Constructed results whose verdicts are known by hand. */
class ClaimTestsTest {

    private static final int ROWS = 1000;

    private final List<StoredRow> rows = new ArrayList<>();
    private final Map<String, WrongRows> wrong = new HashMap<>();
    private final Map<String, BlockMeans> means = new HashMap<>();

    private static Cell cell(String dataset, String model, Metric metric, Split split, long seed) {
        String scheme = model.replaceAll(".*\\d", "");
        Map<String, String> options = Map.of("learning-rate", "0.001", "epochs", "300", "seed", Long.toString(seed));
        return new Cell(
                dataset,
                "hash-of-" + dataset,
                new ModelVariant(
                        model,
                        scheme,
                        model.charAt(4) - '0',
                        model.substring(0, 3).toLowerCase()),
                new TreeMap<>(options),
                metric.metricName(),
                split,
                seed);
    }

    private StoredRow add(Cell cell, double value, double ci95) {
        return add(cell.measured(value, ci95, 1).with(Tuning.of(0.1, "svm-c", List.of(1.0))));
    }

    private StoredRow add(ResultRow row) {
        StoredRow stored = StoredRow.of(row, DataOrigin.OFFICIAL, Map.of(), NOON, null);
        rows.add(stored);
        return stored;
    }

    /** A classifier that gets the rows {@code from <= id < to} wrong, of 1,000. */
    private void classifier(String dataset, String model, long seed, int from, int to) {
        classifier(cell(dataset, model, Metric.SVM_ERROR, Split.TEST, seed), 0.5, from, to);
    }

    private void classifier(Cell cell, double valid, int from, int to) {
        add(cell.on(Split.VALID), valid, 0.1);
        StoredRow test = add(cell, 100.0 * (to - from) / ROWS, 0.5);
        wrong.put(
                test.key(),
                WrongRows.of(test.key(), ROWS, LongStream.range(from, to).toArray()));
    }

    private ClaimResult result(String id) throws IOException {
        Claim claim = PaperClaims.all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        RowEvidence evidence = new RowEvidence() {
            @Override
            public Optional<WrongRows> wrongRows(StoredRow row) {
                return Optional.ofNullable(wrong.get(row.key()));
            }

            @Override
            public Optional<BlockMeans> blockMeans(StoredRow row) {
                return Optional.ofNullable(means.get(row.key()));
            }
        };
        return new ClaimTests(rows, new Selection(rows), evidence).of(claim);
    }

    private static Comparison measured(ClaimResult result) {
        return result.comparisons().stream()
                .filter(each -> each.values() != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fewerWrongRowsOfJointTrainingSupportTheStatement() throws Exception {
        // J alone is wrong on 10 rows, L alone on 40: z = 30 / sqrt(50) = 4.24, p = 2e-5; the bootstrap shows 2e-4.
        classifier("rect", "DAE-2J", 1, 0, 30);
        classifier("rect", "DAE-2L", 1, 10, 70);
        ClaimResult result = result("joint-svm-dae");
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.SUPPORTED);
        assertThat(result.p()).isLessThan(0.001);
        assertThat(result.count(ClaimVerdict.SUPPORTED)).isEqualTo(1);
        // Nine datasets with two depths each; three layers and eight datasets are missing.
        assertThat(result.count(ClaimVerdict.NOT_MEASURED)).isEqualTo(17);
        Comparison comparison = measured(result);
        assertThat(comparison.values()).isEqualTo(new Comparison.Values(3, 6));
        assertThat(comparison.evidence().method()).isEqualTo(Comparison.Method.ROWS);
        assertThat(comparison.evidence().seeds()).isNull();
        assertThat(comparison.asInPaper()).isTrue();
        assertThat(comparison.conditions())
                .isEqualTo("are equal in all options; seeds 1 and 1; chosen from 1 and 1 settings");
    }

    @Test
    void aModelIsNotComparedWithInitialWeightsThatTheOtherOneWasNotTrainedWith() throws Exception {
        Map<String, String> glorot = Map.of("initial-weights", "glorot");
        Cell joint = cell("rect", "DAE-2J", Metric.SVM_ERROR, Split.TEST, 1);
        Cell layerwise = cell("rect", "DAE-2L", Metric.SVM_ERROR, Split.TEST, 1);
        classifier(joint, 0.5, 0, 60);
        classifier(joint.with(glorot), 0.1, 0, 10);
        classifier(layerwise, 0.5, 0, 30);
        Comparison unequal = measured(result("joint-svm-dae"));
        assertThat(unequal.values()).isEqualTo(new Comparison.Values(6, 3));
        assertThat(unequal.conditions())
                .isEqualTo(
                        "are equal in all options; seeds 1 and 1; chosen from 1 and 1 settings, without those that only"
                                + " one of them has with the initial weights glorot");

        classifier(layerwise.with(glorot), 0.9, 0, 50);
        Comparison equal = measured(result("joint-svm-dae"));
        assertThat(equal.values()).isEqualTo(new Comparison.Values(1, 3));
        assertThat(equal.asInPaper()).isTrue();
        assertThat(equal.conditions())
                .startsWith("differ in initial-weights (glorot, glorot-logistic) and are equal in all other options;")
                .endsWith("chosen from 2 and 2 settings");
    }

    @Test
    void modelsWithoutCommonInitialWeightsAreComparedAndTheDifferenceIsNamed() throws Exception {
        classifier(
                cell("rect", "DAE-2J", Metric.SVM_ERROR, Split.TEST, 1).with(Map.of("initial-weights", "glorot")),
                0.5,
                0,
                10);
        classifier("rect", "DAE-2L", 1, 0, 30);
        assertThat(measured(result("joint-svm-dae")).conditions())
                .startsWith("differ in initial-weights (glorot, glorot-logistic)")
                .endsWith("chosen from 1 and 1 settings");
    }

    @Test
    void moreWrongRowsOfJointTrainingContradictTheStatementAndNothingElse() throws Exception {
        classifier("rect", "DAE-2J", 1, 10, 70);
        classifier("rect", "DAE-2L", 1, 0, 30);
        assertThat(result("joint-svm-dae").verdict()).isEqualTo(ClaimVerdict.CONTRADICTED);
        assertThat(result("joint-svm-cae").verdict()).isEqualTo(ClaimVerdict.NOT_MEASURED);
        assertThat(result("joint-svm-cae").p()).isNull();
    }

    @Test
    void aDifferenceThatMayBeChanceDecidesNothing() throws Exception {
        // 10 rows against 14: z = 4 / sqrt(24) = 0.82, p = 0.41.
        classifier("rect", "DAE-2J", 1, 0, 30);
        classifier("rect", "DAE-2L", 1, 10, 44);
        ClaimResult result = result("joint-svm-dae");
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.NOT_DECIDED);
        assertThat(result.p()).isCloseTo(0.41, within(0.1));
    }

    @Test
    void seedsThatDisagreeDecideNothingAlthoughTheRowsDo() throws Exception {
        // The differences per seed are -6, 0.5 and 0.1 points: mean -1.8, standard error 2.1, t = -0.86, p = 0.48.
        int[][] joint = {{0, 10}, {0, 55}, {0, 51}};
        for (int s = 0; s < 3; s++) {
            classifier("rect", "DAE-2J", s + 1, joint[s][0], joint[s][1]);
            classifier("rect", "DAE-2L", s + 1, 0, s == 0 ? 70 : 50);
        }
        ClaimResult result = result("joint-svm-dae");
        Comparison.Evidence evidence = measured(result).evidence();
        assertThat(evidence.rows()).isLessThan(0.001);
        assertThat(evidence.seeds()).isCloseTo(0.48, within(0.01));
        assertThat(result.p()).isEqualTo(evidence.seeds());
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.NOT_DECIDED);
        assertThat(measured(result).conditions()).contains("seeds 1+2+3 and 1+2+3");
    }

    @Test
    void seedsThatAgreeSupportTheStatement() throws Exception {
        // The differences per seed are -3, -3.5 and -4 points: t = -3.5 / (0.5 / sqrt(3)) = -12.1, p = 0.0068.
        for (int s = 1; s <= 3; s++) {
            classifier("rect", "DAE-2J", s, 0, 30);
            classifier("rect", "DAE-2L", s, 0, 55 + 5 * s);
        }
        ClaimResult result = result("joint-svm-dae");
        assertThat(measured(result).evidence().seeds()).isCloseTo(0.0068, within(0.0002));
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.SUPPORTED);
    }

    @Test
    void tiedSettingsWithDifferentVerdictsDecideNothing() throws Exception {
        classifier("rect", "DAE-2J", 1, 0, 30);
        classifier("rect", "DAE-2L", 1, 10, 70);
        // Another setting of L with the same validation error and loss, and fewer wrong test rows than J.
        Map<String, String> slower = Map.of("learning-rate", "0.005");
        add(cell("rect", "DAE-2L", Metric.SVM_ERROR, Split.VALID, 1).with(slower), 0.5, 0.1);
        StoredRow test =
                add(cell("rect", "DAE-2L", Metric.SVM_ERROR, Split.TEST, 1).with(slower), 0.2, 0.1);
        wrong.put(test.key(), WrongRows.of(test.key(), ROWS, new long[] {0, 1}));
        ClaimResult result = result("joint-svm-dae");
        assertThat(measured(result).values()).isEqualTo(new Comparison.Values(3, 6));
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.NOT_DECIDED);
        assertThat(result.p()).isEqualTo(1);
        assertThat(measured(result).evidence().rows()).isLessThan(0.001);
    }

    @Test
    void aCollapsedModelIsNotCompared() throws Exception {
        classifier("rect", "DAE-2J", 1, 0, 30);
        CodeStatistics collapsed = new CodeStatistics(List.of(new CodeStatistics.Layer(10, 1e-9, 1)));
        for (Split split : List.of(Split.VALID, Split.TEST)) {
            add(cell("rect", "DAE-2L", Metric.SVM_ERROR, split, 1)
                    .measured(50, 0.5, 1)
                    .with(collapsed));
        }
        ClaimResult result = result("joint-svm-dae");
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.NOT_MEASURED);
        assertThat(measured(result).values().worse()).isEqualTo(50);
    }

    @Test
    void likelihoodsAreComparedByTheMeansOfBlocks() throws Exception {
        likelihood("DAE-3J", 155, block -> 1 + 0.1 * (block % 2));
        likelihood("DAE-2J", 154, block -> 0);
        ClaimResult result = result("deeper-joint-likelihood");
        Comparison.Evidence evidence = measured(result).evidence();
        assertThat(evidence.method()).isEqualTo(Comparison.Method.BLOCKS);
        assertThat(evidence.rows()).isLessThan(1e-6);
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.SUPPORTED);
    }

    @Test
    void aHigherLikelihoodOfTheWrongModelContradicts() throws Exception {
        likelihood("DAE-3L", 155, block -> 1 + 0.1 * (block % 2));
        likelihood("DAE-2L", 154, block -> 0);
        assertThat(result("deeper-layerwise-likelihood").verdict()).isEqualTo(ClaimVerdict.CONTRADICTED);
    }

    private void likelihood(String model, double value, java.util.function.IntToDoubleFunction byBlock) {
        add(cell("rect", model, Metric.LOG_LIKELIHOOD, Split.VALID, 1), value, 2);
        StoredRow test = add(cell("rect", model, Metric.LOG_LIKELIHOOD, Split.TEST, 1), value, 2);
        float[] blocks = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            blocks[i] = (float) (value + byBlock.applyAsDouble(i) + 50 * Math.sin(i));
        }
        means.put(test.key(), BlockMeans.of(test.key(), ROWS, blocks));
    }

    @Test
    void reconstructionIsComparedOnTrainingAndOnTestRows() throws Exception {
        for (String model : List.of("DAE-2J", "DAE-2L")) {
            boolean joint = model.endsWith("J");
            add(cell("rect", model, Metric.CROSS_ENTROPY, Split.TRAIN, 1), joint ? 3.1 : 2.7, 0.1);
            add(cell("rect", model, Metric.CROSS_ENTROPY, Split.VALID, 1), joint ? 25 : 32, 3);
            add(cell("rect", model, Metric.CROSS_ENTROPY, Split.TEST, 1), joint ? 23.2 : 29.2, 0.2);
        }
        // Nothing is stored of single rows. Training: 0.4 / (hypot(0.1, 0.1) / 1.96) = 5.5 standard errors.
        ClaimResult result = result("joint-reconstruction");
        List<Comparison> measured = result.comparisons().stream()
                .filter(each -> each.values() != null)
                .toList();
        assertThat(measured)
                .extracting(each -> each.pair().split(), Comparison::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Split.TRAIN, ClaimVerdict.CONTRADICTED),
                        org.assertj.core.groups.Tuple.tuple(Split.TEST, ClaimVerdict.SUPPORTED));
        assertThat(measured).extracting(each -> each.evidence().method()).containsOnly(Comparison.Method.INTERVALS);
        // Both are as clear as p-values are told apart, and they cancel out.
        assertThat(result.p()).isCloseTo(1, within(1e-6));
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.NOT_DECIDED);
    }

    @Test
    void clearComparisonsOfSeveralDatasetsOutvoteASingleOne() throws Exception {
        for (String dataset : List.of("rect", "convex", "basic", "rot")) {
            boolean against = dataset.equals("rot");
            classifier(dataset, "DAE-2J", 1, against ? 10 : 0, against ? 70 : 30);
            classifier(dataset, "DAE-2L", 1, against ? 0 : 10, against ? 30 : 70);
        }
        ClaimResult result = result("joint-svm-dae");
        assertThat(result.count(ClaimVerdict.SUPPORTED)).isEqualTo(3);
        assertThat(result.count(ClaimVerdict.CONTRADICTED)).isEqualTo(1);
        // Three times +3.72 and once -3.72 standard deviations (the bootstrap's 2e-4), over sqrt(4): 3.72.
        assertThat(result.p()).isBetween(1e-4, 1e-3);
        assertThat(result.verdict()).isEqualTo(ClaimVerdict.SUPPORTED);
    }

    @Test
    void everyStatementComparesModelsOfThePapersTablesOrItsFigure() {
        assertThat(PaperClaims.all()).extracting(Claim::id).doesNotHaveDuplicates();
        for (Claim claim : PaperClaims.all()) {
            for (Claim.Pair pair : claim.pairs()) {
                for (String model : Arrays.asList(pair.better(), pair.worse())) {
                    assertThat(model).matches("(AE|DAE|CAE)-[23](L|U|J|UJ)");
                }
                assertThat(pair.better()).isNotEqualTo(pair.worse());
            }
        }
    }
}
