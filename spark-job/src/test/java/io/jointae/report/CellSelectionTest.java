package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.PaperCell;
import io.jointae.results.PaperTable;
import io.jointae.results.PaperTables;
import io.jointae.results.StoredRow;
import io.jointae.results.TestRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CellSelectionTest {

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
        return new StoredRow(other, row.outcome(), DataOrigin.REGENERATED, row.environment(), NOON, null);
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
            CellSelection.Choice choice = choice(rows).orElseThrow();
            assertThat(choice.row().result().value()).isEqualTo(1.3);
            assertThat(choice.settings()).isEqualTo(4);
            assertThat(choice.tied()).extracting(row -> row.result().value()).containsExactlyInAnyOrder(1.5, 1.1, 1.3);
            assertThat(choice.decidedByOrder()).isTrue();
            assertThat(choice.pruned()).isZero();
            assertThat(CellComparison.of(TABLE, PAPER, Optional.of(choice)).settingsText())
                    .isEqualTo("4 settings; 3 of them tie, with test results from 1.10 to 1.50");
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
        CellSelection.Choice choice = choice(rows).orElseThrow();
        assertThat(choice.row().result().value()).isEqualTo(1.5);
        assertThat(CellComparison.of(TABLE, PAPER, Optional.of(choice)).settingsText())
                .isEqualTo("1 setting; 1 more pruned");
    }

    private static Optional<CellSelection.Choice> choice(List<StoredRow> rows) {
        return new CellSelection(rows).chosen(TABLE, PAPER);
    }

    @SafeVarargs
    private static Optional<Double> chosen(List<StoredRow>... trials) {
        List<StoredRow> rows = new ArrayList<>();
        for (List<StoredRow> trial : trials) {
            rows.addAll(trial);
        }
        return choice(rows).map(choice -> choice.row().result().value());
    }
}
