package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.frozen.AnomalyEvaluation;
import io.jointae.evaluate.frozen.FrozenOptions;
import io.jointae.evaluate.frozen.LabelShares;
import io.jointae.evaluate.frozen.NeighborsEvaluation;
import io.jointae.evaluate.frozen.ProbeEvaluation;
import io.jointae.evaluate.frozen.RankEvaluation;
import io.jointae.model.ModelDirectory;
import io.jointae.report.Report;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.kept.Resamples;
import io.jointae.results.kept.WrongRows;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.EvaluationSettings;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A sweep measures frozen codes as the commands do, and the report compares the chosen settings. */
class FrozenCodesSweepTest extends SweepFixture {

    private static final String EVALUATIONS = """
            evaluations: [rank, probe, neighbors, anomaly]
            code-layer: 1
            labels-percent: [50, 100]
            labels-seed: 3
            probe-c: [1.0, 10.0]
            neighbors-k: [1, 3]
            anomalous-labels: [1]
            """;

    private static String small(String schemes, String noise) {
        return TestGrids.small(data.toString(), schemes, "[2]", noise);
    }

    @Test
    void theValuesAreThoseOfTheEvaluationsAndAreNotMeasuredAgain() throws Exception {
        SweepPlan plan = plan(small("[J]", "[0.5]") + EVALUATIONS);
        assertThat(run(plan, List::of, false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        Trial trial = plan.trials().get(0);
        ModelDirectory model = ModelDirectory.read(CONF, out + "/models/" + trial.folder());
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        LabelShares shares = new LabelShares(List.of(50.0, 100.0), 3);
        List<ResultRow> expected = new ArrayList<>();
        expected.addAll(new RankEvaluation().rows(spark, model, bars));
        expected.addAll(new ProbeEvaluation(1, shares, List.of(1.0, 10.0)).rows(spark, model, bars));
        expected.addAll(new NeighborsEvaluation(1, shares, List.of(1, 3)).rows(spark, model, bars));
        expected.addAll(new AnomalyEvaluation(List.of("1"), 1000).rows(spark, model, bars));
        assertThat(rows()).hasSameSizeAs(expected);
        for (ResultRow row : expected) {
            assertThat(rows())
                    .filteredOn(
                            stored -> stored.cell().metric().equals(row.cell().metric())
                                    && stored.cell().split() == row.cell().split())
                    .singleElement()
                    .satisfies(stored -> {
                        assertThat(stored.result().value()).isEqualTo(row.value());
                        assertThat(stored.result().ci95()).isEqualTo(row.ci95());
                        assertThat(stored.cell().hyperparameters())
                                .containsAllEntriesOf(row.cell().hyperparameters());
                    });
        }
        assertThat(run(plan, List::of, true).nothingToDo()).isTrue();
    }

    @Test
    void anotherGridShareOrLabelIsMeasuredAndNothingElse() throws Exception {
        String probe = small("[J]", "[0.5]") + "evaluations: [probe]\nlabels-percent: [100]\n";
        run(plan(probe), List::of, false);
        assertThat(run(plan(probe.replace("[100]", "[50, 100]")), List::of, true)
                        .done())
                .isEqualTo(1);
        assertThat(rows()).hasSize(4);
        assertThat(run(plan(probe), List::of, true).nothingToDo()).isTrue();
        assertThat(run(plan(probe + "probe-c: [1.0]\n"), List::of, true).done()).isEqualTo(1);
        assertThat(run(plan(probe + "labels-seed: 2\n"), List::of, true).done()).isEqualTo(1);
        String anomaly = small("[J]", "[0.5]") + "evaluations: [anomaly]\nanomalous-labels: ";
        assertThat(run(plan(anomaly + "[1]\n"), List::of, true).done()).isEqualTo(1);
        assertThat(run(plan(anomaly + "[1]\n"), List::of, true).nothingToDo()).isTrue();
        assertThat(run(plan(anomaly + "[0]\n"), List::of, true).done()).isEqualTo(1);
    }

    @Test
    void theReportComparesTheChosenSettingsInATableOfTheirOwn() throws Exception {
        SweepPlan plan = plan(small("[L, J]", "[0.1, 0.5]") + EVALUATIONS);
        run(plan, List::of, false);
        List<ChosenCell> chosen = ChosenCell.of(plan, rows());
        assertThat(chosen)
                .extracting(cell -> cell.name().evaluation())
                .containsExactlyInAnyOrder("probe", "neighbors", "anomaly", "probe", "neighbors", "anomaly");
        for (ChosenCell cell : chosen) {
            Choice choice = cell.choice().orElseThrow();
            double best = validation(choice.row());
            assertThat(choice.counts().compared()).isEqualTo(2);
            assertThat(rows())
                    .filteredOn(row -> row.cell().split() == Split.VALID
                            && row.cell().metric().equals(cell.name().metric())
                            && row.cell().model().name().equals(cell.name().model()))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(
                                    row.cell().metric().better(row.result().value(), best))
                            .isFalse());
            boolean classifies = !cell.name().evaluation().equals("anomaly");
            Optional<WrongRows> wrong =
                    WrongRows.find(CONF, out.toString(), choice.row().key());
            Optional<Resamples> resamples =
                    Resamples.find(CONF, out.toString(), choice.row().key());
            assertThat(wrong.isPresent()).isEqualTo(classifies);
            assertThat(resamples.isPresent()).isEqualTo(!classifies);
        }
        Path report = out.resolve("report.html");
        Report.write(CONF, out.toString(), report.toString(), false);
        String markdown = Files.readString(out.resolve("report.md"));
        String table = markdown.substring(markdown.indexOf("Frozen codes"));
        for (String text : List.of(
                "bars DAE-2: linear probe error in %, 50 % of the labels, layer 1",
                "bars DAE-2: nearest neighbors error in %, 100 % of the labels, layer 1",
                "bars DAE-2: AUROC of anomalies",
                "bars DAE-2: effective rank of codes (RankMe), layer 2")) {
            assertThat(table).contains(text);
        }
        assertThat(table.lines().filter(line -> line.contains("linear probe error") || line.contains("AUROC")))
                .anyMatch(line -> line.contains("paired test: p"));
    }

    private double validation(StoredRow test) throws Exception {
        String key = test.cell().on(Split.VALID).key();
        return rows().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow()
                .result()
                .value();
    }

    @Test
    void halvingComparesByTheProbeAndRefusesTheRank() throws Exception {
        String halving =
                small("[J]", "[0.1, 0.5, 0.9]") + "evaluations: [probe]\nlabels-percent: [100]\nprobe-c: [1.0]\n";
        SweepPlan plan = plan(halving + "halving: {keep: 0.5, rounds: [1]}\n");
        Sweep.Summary summary = run(plan, List::of, false);
        assertThat(summary.trials()).isEqualTo(3);
        assertThat(rows())
                .filteredOn(row -> row.cell().hyperparameters().containsKey(MeasuredCells.ROUND))
                .hasSize(3)
                .allSatisfy(row ->
                        assertThat(row.cell().metric().id()).isEqualTo("probe-error-percent-labels-100-layer-2"));
        refused(
                halving.replace("[probe]", "[probe, rank]") + "halving: {keep: 0.5, rounds: [1], by: rank}\n",
                "a higher rank is not always better: choose another evaluation");
    }

    @Test
    void theExampleStatesTheDefaults() throws Exception {
        String example = "../conf/frozen-codes.yaml";
        EvaluationSettings settings = SweepFile.read(CONF, example).get(0).evaluation();
        FrozenOptions defaults = FrozenOptions.DEFAULT;
        assertThat(settings.evaluations()).containsExactlyInAnyOrderElementsOf(FrozenOptions.NAMES);
        assertThat(settings.frozen())
                .isEqualTo(new FrozenOptions(
                        defaults.layer(),
                        defaults.shares(),
                        defaults.probeCosts(),
                        defaults.neighbors(),
                        List.of("1")));
    }

    @Test
    void settingsThatCannotWorkAreRefusedBeforeATrialRuns() {
        Map<String, String> reasons = Map.of(
                "evaluations: [anomaly]\n", "key anomalous-labels is missing: give the labels of anomalies",
                "evaluations: [anomaly]\nanomalous-labels: [2]\n", "2 is not a label of dataset bars",
                "evaluations: [probe]\ncode-layer: 3\n", "code-layer 3 does not exist in stacks of 2 layers",
                "evaluations: [probe]\nprobe-c: [1.0, -1.0]\n", "probe-c -1.0 is invalid",
                "evaluations: [probe]\nlabels-percent: [101]\n", "labels-percent 101.0 is invalid",
                "evaluations: [neighbors]\nneighbors-k: [0]\n", "neighbors-k 0 is invalid");
        reasons.forEach((keys, reason) -> refused(small("[J]", "[0.5]") + keys, reason));
    }

    private static void refused(String yaml, String reason) {
        assertThatThrownBy(() -> plan(yaml))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(reason)
                .hasLineCount(1);
    }
}
