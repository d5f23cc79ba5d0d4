package io.jointae.results.choice;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.Procedure;
import io.jointae.results.StoredRow;
import io.jointae.results.TestRows;
import io.jointae.results.Tuning;
import io.jointae.results.paper.PaperCell;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final PaperTable TABLE = PaperTables.all().get(1);
    private static final PaperCell PAPER =
            PaperTables.find("II", "rect", "DAE-2J").orElseThrow();

    @Test
    void theBestValidationErrorGivesTheTestFigureEvenIfAnotherTestFigureIsBetter() {
        assertThat(chosen(trial(0.1, 0.9, 1.2), trial(0.5, 0.7, 1.5), trial(0.9, 1.5, 0.2)))
                .contains(1.5);
    }

    @Test
    void aSettingWithoutAValidationResultYieldsToOneThatHasIt() {
        List<StoredRow> unvalidated = List.of(measured(cell("DAE-2J", 0.3, Split.TEST), 0.1, NOON.plusSeconds(9)));
        assertThat(chosen(unvalidated, trial(0.5, 0.7, 1.5))).contains(1.5);
        assertThat(chosen(unvalidated)).contains(0.1);
    }

    @Test
    void aCollapsedModelIsChosenOnlyIfThereIsNoOther() {
        List<StoredRow> collapsed = List.of(
                TestRows.collapsed(cell("DAE-2J", 0.9, Split.VALID), 0.1, NOON),
                TestRows.collapsed(cell("DAE-2J", 0.9, Split.TEST), 0.1, NOON));
        assertThat(chosen(collapsed, trial(0.5, 0.7, 1.5))).contains(1.5);
        assertThat(chosen(collapsed)).contains(0.1);
    }

    @Test
    void officialDataComeBeforeRegenerated() {
        List<StoredRow> made = new ArrayList<>();
        for (StoredRow row : trial(0.1, 0.1, 0.1)) {
            made.add(otherData(row));
        }
        assertThat(chosen(made, trial(0.5, 0.7, 1.5))).contains(1.5);
        assertThat(chosen(made)).contains(0.1);
    }

    @Test
    void otherCellsAndFailuresAreNotChosen() {
        StoredRow layerwise = measured(cell("DAE-2L", 0.5, Split.TEST), 1, NOON);
        StoredRow failed = TestRows.failed(cell("DAE-2J", 0.5, Split.TEST), "diverged", NOON);
        Cell svm = cell("DAE-2J", 0.5, Split.TEST);
        Cell finetuned = new Cell(
                svm.dataset(),
                svm.dataHash(),
                svm.model(),
                svm.hyperparameters(),
                Metric.FINETUNE_ERROR.metricName(),
                svm.split(),
                svm.seed());
        assertThat(chosen(List.of(layerwise, failed, measured(finetuned, 1, NOON))))
                .isEmpty();
    }

    /** The same measurement on regenerated data. */
    private static StoredRow otherData(StoredRow row) {
        Cell cell = row.cell();
        Cell other = new Cell(
                cell.dataset(),
                "other",
                cell.model(),
                cell.hyperparameters(),
                cell.metric(),
                cell.split(),
                cell.seed());
        return new StoredRow(other, row.outcome(), DataOrigin.REGENERATED, row.environment(), NOON, null, null);
    }

    private static List<StoredRow> trial(double noise, double valid, double test) {
        return List.of(
                measured(cell("DAE-2J", noise, Split.VALID), valid, NOON),
                measured(cell("DAE-2J", noise, Split.TEST), test, NOON));
    }

    @Test
    void ofSettingsThatTieOnValidationTheFirstOfTheGridIsChosenWhenEverItWasMeasured() {
        List<StoredRow> rows = new ArrayList<>(trial(0.1, 0.9, 1.2));
        rows.addAll(trial(0.5, 0.7, 1.5));
        rows.addAll(trial(0.9, 0.7, 1.1));
        List<StoredRow> later = new ArrayList<>();
        for (StoredRow row : trial(0.3, 0.7, 1.3)) {
            later.add(measured(row.cell(), row.result().value(), NOON.plusSeconds(60)));
        }
        rows.addAll(later);
        for (int turn = 0; turn < rows.size(); turn++) {
            Collections.rotate(rows, 1);
            Choice choice = choice(rows).orElseThrow();
            assertThat(choice.row().result().value()).isEqualTo(1.3);
            assertThat(choice.counts()).isEqualTo(new Choice.Counts(4, 3, 0, 0, 0));
            assertThat(choice.tied())
                    .extracting(setting -> setting.result().value())
                    .containsExactlyInAnyOrder(1.5, 1.1, 1.3);
            assertThat(choice.isTied()).isTrue();
            assertThat(choice.tiedTest().getMin()).isEqualTo(1.1);
            assertThat(choice.tiedTest().getMax()).isEqualTo(1.5);
        }
    }

    @Test
    void aQuickRunYieldsToOneAtThePapersSizesAndPrunedSettingsAreCounted() {
        Cell quick = cell("DAE-2J", 0.1, Split.TEST);
        List<StoredRow> rows = new ArrayList<>(trial(0.5, 0.7, 1.5));
        for (Split split : List.of(Split.VALID, Split.TEST)) {
            rows.add(measured(quick.with(Map.of("epochs", "20")).on(split), 0.1, NOON));
        }
        rows.add(TestRows.pruned(cell("DAE-2J", 0.9, Split.TEST), "after 50 epochs", NOON));
        Choice choice = choice(rows).orElseThrow();
        assertThat(choice.row().result().value()).isEqualTo(1.5);
        assertThat(choice.counts()).isEqualTo(new Choice.Counts(1, 1, 1, 0, 0));
        assertThat(choice.decision()).isEqualTo(Choice.Decision.SINGLE);
    }

    @Test
    void settingsThatDivergedAreCountedAndNeverChosen() {
        List<StoredRow> rows = new ArrayList<>(trial(0.5, 0.7, 1.5));
        rows.add(TestRows.diverged(cell("DAE-2J", 0.9, Split.TEST), "in epoch 3 of phase 1: its cost is NaN.", NOON));
        Choice choice = choice(rows).orElseThrow();
        assertThat(choice.row().result().value()).isEqualTo(1.5);
        assertThat(choice.counts()).isEqualTo(new Choice.Counts(1, 1, 0, 0, 1));
        assertThat(choice(rows.subList(2, 3))).isEmpty();
    }

    @Test
    void initialWeightsAreChosenOnValidationAndKeptApart() {
        List<StoredRow> rows = new ArrayList<>(trial(0.5, 0.7, 1.5));
        List<StoredRow> glorot = trial(0.5, 0.6, 1.8).stream()
                .map(row -> measured(
                        row.cell().with(Map.of("initial-weights", "glorot")),
                        row.result().value(),
                        NOON))
                .toList();
        rows.addAll(glorot);
        Choice choice = choice(rows).orElseThrow();
        assertThat(choice.setting().options()).containsEntry("initial-weights", "glorot");
        assertThat(choice.result().value()).isEqualTo(1.8);
        assertThat(choice.counts().compared()).isEqualTo(2);
        // A setting that diverged is not measured by one with other initial weights.
        List<StoredRow> diverged = new ArrayList<>(List.of(
                TestRows.diverged(cell("DAE-2J", 0.5, Split.TEST), "in epoch 3 of phase 1: its cost is NaN.", NOON)));
        diverged.addAll(glorot);
        assertThat(choice(diverged).orElseThrow().counts().diverged()).isEqualTo(1);
        assertThat(new Selection(diverged).unmeasured()).hasSize(1);
        assertThat(new Selection(rows).unmeasured()).isEmpty();
    }

    private static Optional<Choice> choice(List<StoredRow> rows) {
        return new Selection(rows).chosen(TABLE, PAPER);
    }

    @SafeVarargs
    private static Optional<Double> chosen(List<StoredRow>... trials) {
        List<StoredRow> rows = new ArrayList<>();
        for (List<StoredRow> trial : trials) {
            rows.addAll(trial);
        }
        return choice(rows).map(choice -> choice.row().result().value());
    }

    private static final List<Double> GRID = List.of(0.01, 0.1, 1.0, 10.0);

    /** A setting with a validation loss, and with another seed than 1 if that is asked for. */
    private static List<StoredRow> trial(double noise, long seed, double valid, double loss, double test) {
        List<StoredRow> rows = new ArrayList<>();
        for (StoredRow row : trial(noise, valid, test)) {
            Cell cell = row.cell();
            Cell other = new Cell(
                            cell.dataset(),
                            cell.dataHash(),
                            cell.model(),
                            cell.hyperparameters(),
                            cell.metric(),
                            cell.split(),
                            seed)
                    .with(Map.of("seed", Long.toString(seed), "svm-c", "1.0"));
            double value = row.result().value();
            rows.add(StoredRow.of(
                    other.measured(value, 0.09, 1).with(Tuning.of(loss, "svm-c", GRID)),
                    row.origin(),
                    row.environment(),
                    NOON,
                    null));
        }
        return rows;
    }

    private static Choice choose(List<List<StoredRow>> trials) {
        List<StoredRow> rows = new ArrayList<>();
        trials.forEach(rows::addAll);
        return choice(rows).orElseThrow();
    }

    @Test
    void ofSettingsThatShareTheBestValidationErrorTheOneWithTheLowestLossIsChosen() {
        Choice choice = choose(
                List.of(trial(0.1, 1, 0.5, 0.30, 3.6), trial(0.3, 1, 0.5, 0.20, 1.6), trial(0.5, 1, 0.6, 0.01, 0.1)));
        assertThat(choice.result().value()).isEqualTo(1.6);
        assertThat(choice.decision()).isEqualTo(Choice.Decision.VALIDATION_LOSS);
        assertThat(choice.counts()).isEqualTo(new Choice.Counts(3, 2, 0, 0, 0));
        assertThat(choice.isTied()).isFalse();
        assertThat(choice.edges()).isEmpty();
    }

    @Test
    void theLossDecidesNothingIfThatOfOneSettingWasNotStored() {
        Choice choice = choose(List.of(trial(0.1, 1, 0.5, 0.30, 3.6), trial(0.3, 0.5, 1.6)));
        assertThat(choice.decision()).isEqualTo(Choice.Decision.ORDER);
        assertThat(choice.result().value()).isEqualTo(3.6);
        assertThat(choice.tiedTest().getMin()).isEqualTo(1.6);
    }

    @Test
    void seedsAreRepetitionsWhoseMeanIsComparedAndReported() {
        Choice choice = choose(List.of(
                trial(0.1, 1, 0.0, 0.1, 9.0),
                trial(0.1, 2, 1.2, 0.1, 9.0),
                trial(0.5, 1, 0.4, 0.1, 1.0),
                trial(0.5, 2, 0.6, 0.1, 2.0)));
        assertThat(choice.decision()).isEqualTo(Choice.Decision.VALIDATION);
        assertThat(choice.counts().compared()).isEqualTo(2);
        assertThat(choice.setting().seeds()).containsExactly(1L, 2L);
        assertThat(choice.result().value()).isEqualTo(1.5);
        assertThat(choice.result().ci95()).isCloseTo(0.09, within(1e-12));
        assertThat(choice.setting().test().getMin()).isEqualTo(1.0);
        assertThat(choice.setting().test().getMax()).isEqualTo(2.0);
    }

    @Test
    void furtherSeedsOfTheChosenSettingChangeItsMeanAndNotTheChoice() {
        Choice choice = choose(List.of(
                trial(0.1, 1, 0.5, 0.1, 1.0),
                trial(0.3, 1, 0.6, 0.1, 5.0),
                trial(0.1, 2, 0.9, 0.1, 2.0),
                trial(0.1, 3, 0.9, 0.1, 3.0)));
        assertThat(choice.row().cell().hyperparameters()).containsEntry("noise", "0.1");
        assertThat(choice.result().value()).isEqualTo(2.0);
        assertThat(choice.decision()).isEqualTo(Choice.Decision.VALIDATION);
    }

    @Test
    void aValueAtTheEdgeOfItsGridIsNamedEvenIfTheOtherValuesWerePruned() {
        List<StoredRow> rows = new ArrayList<>(trial(0.9, 1, 0.5, 0.1, 1.0));
        rows.addAll(trial(0.5, 1, 0.7, 0.1, 1.0));
        rows.add(TestRows.pruned(cell("DAE-2J", 0.1, Split.TEST), "after 50 epochs", NOON));
        assertThat(choice(rows).orElseThrow().edges()).containsExactly("noise 0.9 (largest of 3)");
        List<StoredRow> cheap = new ArrayList<>();
        for (StoredRow row : trial(0.5, 1, 0.5, 0.1, 1.0)) {
            cheap.add(StoredRow.of(
                    row.result().with(Map.of("svm-c", "0.01")), row.origin(), row.environment(), NOON, null));
        }
        assertThat(choice(cheap).orElseThrow().edges()).containsExactly("svm-c 0.01 (smallest of 4)");
    }

    @Test
    void aSettingOfWhichOneSeedCollapsedYieldsToSoundOnes() {
        List<StoredRow> rows = new ArrayList<>(trial(0.1, 1, 0.1, 0.1, 0.5));
        for (StoredRow row : trial(0.1, 2, 0.1, 0.1, 50)) {
            rows.add(TestRows.collapsed(row.cell(), row.result().value(), NOON));
        }
        rows.addAll(trial(0.5, 1, 0.9, 0.1, 1.5));
        rows.addAll(trial(0.5, 2, 0.9, 0.1, 1.5));
        Choice choice = choice(rows).orElseThrow();
        assertThat(choice.result().value()).isEqualTo(1.5);
        assertThat(choice.counts().collapsed()).isEqualTo(1);
    }

    @Test
    void rowsOfAnotherContentOfTheDatasetAreNotComparedAndTheNewestRecipeComesFirst() {
        List<StoredRow> rows = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            for (double noise : version == 1 ? new double[] {0.1, 0.3} : new double[] {0.5}) {
                for (StoredRow row : trial(noise, version == 1 ? 0.1 : 0.9, version)) {
                    Cell cell = otherData(row).cell();
                    Cell content = new Cell(
                            cell.dataset(),
                            "recipe-" + version,
                            cell.model(),
                            cell.hyperparameters(),
                            cell.metric(),
                            cell.split(),
                            1);
                    rows.add(new StoredRow(
                            content,
                            row.outcome(),
                            DataOrigin.REGENERATED,
                            row.environment(),
                            NOON,
                            null,
                            new Procedure(Integer.toString(version), null)));
                }
            }
        }
        Choice newest = choice(rows).orElseThrow();
        assertThat(newest.result().value()).isEqualTo(2);
        assertThat(newest.counts().compared()).isEqualTo(1);
        // Without versions the content with more settings counts.
        List<StoredRow> unknown =
                rows.stream().map(row -> row.with((Procedure) null)).toList();
        Choice most = choice(unknown).orElseThrow();
        assertThat(most.result().value()).isEqualTo(1);
        assertThat(most.counts().compared()).isEqualTo(2);
    }
}
