package io.jointae.results;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.collapsed;
import static io.jointae.results.TestRows.diverged;
import static io.jointae.results.TestRows.failed;
import static io.jointae.results.TestRows.measured;
import static io.jointae.results.TestRows.pruned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A store returns the rows that were appended, whatever happens to other appends. */
class ResultStoreTest extends ResultStoreFixture {

    @Test
    void aRowComesBackAsItWasWritten() throws IOException {
        StoredRow row = measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON);
        StoredRow bare = StoredRow.of(
                cell("DAE-2L", 0.1, Split.VALID).measured(1.25, null, 0),
                DataOrigin.OWN,
                Map.of(),
                NOON.plusSeconds(1),
                null);
        store.append(row);
        store.append(bare);
        assertThat(store.read()).containsExactly(row, bare);
    }

    @Test
    void theCodesOfAModelComeBackAsTheyWereWrittenAndMarkACollapsedCell() throws IOException {
        StoredRow sound = measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON);
        StoredRow collapsed = collapsed(cell("DAE-2J", 0.9, Split.TEST), 50, NOON.plusSeconds(1));
        store.append(List.of(sound, collapsed));
        assertThat(store.read()).containsExactly(sound, collapsed);
        assertThat(store.read()).extracting(StoredRow::collapsed).containsExactly(false, true);
    }

    @Test
    void theValidationLossTheGridsAndTheProcedureComeBackAsTheyWereWritten() throws IOException {
        StoredRow classifier = measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, 0.125)
                .with(new Procedure("2", "by halving (svm, keep 0.5 at 50 epochs)"));
        StoredRow width = StoredRow.of(
                        cell("DAE-2J", 0.7, Split.TEST)
                                .measured(154, 2.1, 3)
                                .with(Tuning.of(null, "parzen-width", List.of(0.2, 0.1))),
                        DataOrigin.REGENERATED,
                        Map.of(),
                        NOON.plusSeconds(1),
                        null)
                .with(Procedure.PLAIN);
        StoredRow unknown = measured(cell("DAE-2J", 0.9, Split.TEST), 0.9, NOON.plusSeconds(2));
        store.append(List.of(classifier, width, unknown));
        assertThat(store.read()).containsExactly(classifier, width, unknown);
        assertThat(classifier.result().measurement().validationLoss()).contains(0.125);
        assertThat(width.result().measurement().tuning().grids())
                .containsExactly(Map.entry("parzen-width", List.of(0.1, 0.2)));
        assertThat(store.read()).extracting(StoredRow::halved).containsExactly(true, false, false);
        assertThat(unknown.procedure()).isNull();
    }

    @Test
    void aCellThatFailedAndACellThatWasPrunedComeBackWithTheirReasons() throws IOException {
        StoredRow failed = failed(cell("DAE-2J", 0.7, Split.TEST), "diverged in epoch 3", NOON);
        StoredRow pruned = pruned(cell("DAE-2J", 0.9, Split.TEST), "by halving after 50 epochs", NOON.plusSeconds(1));
        store.append(List.of(failed, pruned));
        assertThat(store.read()).containsExactly(failed, pruned);
        assertThat(store.read()).extracting(StoredRow::pruned).containsExactly(false, true);
        assertThat(pruned.failure()).isEqualTo("pruned by halving after 50 epochs");
        assertThatThrownBy(failed::result).hasMessageContaining("diverged in epoch 3");
    }

    @Test
    void aCellWhoseSettingDivergedComesBackAsSuch() throws IOException {
        StoredRow diverged = diverged(
                cell("DAE-2J", 0.7, Split.TEST),
                "in epoch 3 of phase 1: its cost is NaN. Lower the learning rate, which is 0.5.",
                NOON);
        store.append(diverged);
        assertThat(store.read()).containsExactly(diverged);
        assertThat(diverged.failure()).startsWith("diverged in epoch 3 of phase 1: its cost is NaN.");
    }

    @Test
    void aDivergenceNamesTheEpochAndThePhase() {
        assertThatThrownBy(() -> new Outcome.Diverged("somewhere", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingStoreIsEmpty() throws IOException {
        assertThat(store.exists()).isFalse();
        assertThat(store.read()).isEmpty();
        store.append(List.of());
        assertThat(store.exists()).isFalse();
    }

    @Test
    void theLatestMeasurementOfACellWins() throws IOException {
        Cell cell = cell("DAE-2J", 0.5, Split.TEST);
        store.append(measured(cell, 0.9, NOON.plusSeconds(60)));
        store.append(measured(cell, 0.8, NOON));
        assertThat(store.read()).extracting(row -> row.result().value()).containsExactly(0.9);
        assertThat(store.readByKey()).containsOnlyKeys(cell.key());
    }

    @Test
    void aFailureNeverHidesAMeasurementAndAMeasurementReplacesAFailure() throws IOException {
        Cell cell = cell("DAE-2J", 0.5, Split.TEST);
        store.append(failed(cell, "diverged in epoch 3", NOON));
        assertThat(store.read()).extracting(StoredRow::failure).containsExactly("diverged in epoch 3");
        store.append(measured(cell, 0.9, NOON.plusSeconds(1)));
        store.append(failed(cell, "executor lost", NOON.plusSeconds(2)));
        assertThat(store.read()).extracting(row -> row.result().value()).containsExactly(0.9);
    }

    @Test
    void sixThreadsAppendAtOnceAndNothingIsLost() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(6);
        List<Callable<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Cell cell = cell("DAE-2J", i / 100.0, Split.TEST);
            // Each thread its own store object on one folder, as two sweeps have.
            ResultStore own = ResultStore.in(conf, results.toString());
            appends.add(() -> {
                own.append(measured(cell, 1, NOON));
                own.read();
                return null;
            });
        }
        for (Future<Void> append : writers.invokeAll(appends)) {
            append.get();
        }
        writers.shutdown();
        assertThat(store.read()).hasSize(60);
    }

    @Test
    void anAppendThatWasKilledLeavesNothingVisible() throws IOException {
        store.append(measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON));
        Path whole = files().get(0);
        byte[] bytes = Files.readAllBytes(whole);
        // What a killed writer leaves: a hidden sibling, cut short.
        Path pending = whole.resolveSibling("." + whole.getFileName() + ".pending-1");
        Files.write(pending, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(store.read()).hasSize(1);
    }

    @Test
    void anAppendThatFailsLeavesNothing() throws IOException {
        StoredRow good = measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON);
        List<StoredRow> rows = new ArrayList<>(List.of(good));
        rows.add(null);
        assertThatThrownBy(() -> store.append(rows)).isInstanceOf(NullPointerException.class);
        assertThat(results.resolve(ResultStore.FOLDER)).doesNotExist();
    }
}
