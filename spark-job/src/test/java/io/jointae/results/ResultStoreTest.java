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

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {

    private final Configuration conf = new Configuration();

    @TempDir
    private Path results;

    private ResultStore store;

    @BeforeEach
    void open() {
        store = ResultStore.in(conf, results.toString());
    }

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

    /** Version 0.1.0 stored the message of the failed attempt. */
    @Test
    void aFailureByDivergenceOfVersion01IsReadAsADivergence() throws IOException {
        Cell cell = cell("DAE-2J", 0.7, Split.TEST);
        store.append(failed(
                cell,
                "rect DAE-2J diverged in epoch 12 of phase 2: its cost is 3000.0, after 3.0 in the first epoch of the"
                        + " phase. Lower the learning rate, which is 0.5.",
                NOON));
        assertThat(store.read())
                .containsExactly(diverged(
                        cell,
                        "in epoch 12 of phase 2: its cost is 3000.0, after 3.0 in the first epoch of the phase. Lower the"
                                + " learning rate, which is 0.5.",
                        NOON));
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

    @Test
    void aNewerFormatIsRefusedInOneLine() throws IOException {
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(results.toString(), ResultStore.FOLDER + "/newer.parquet");
        List<StoredRow> rows = List.of(measured(cell("DAE-2J", 0.5, Split.TEST), 1, NOON));
        AtomicFile.write(conf, file.toString(), false, out -> CellFile.write(conf, out, rows, CellFile.FORMAT + 1));
        assertThatThrownBy(store::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("newer.parquet was written by a newer version of jointae (format 2")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileCutShortIsNamed() throws IOException {
        store.append(measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON));
        Path whole = files().get(0);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = whole.resolveSibling("copied.parquet");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(store::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("copied.parquet is not a complete Parquet file");
    }

    /** Written once by version 0.1.0; every later version must read it. */
    @Test
    void aStoreOfFormatOneStillLoads() throws Exception {
        Path golden =
                Path.of(ResultStoreTest.class.getResource("store-format-1").toURI());
        assertThat(ResultStore.in(conf, golden.toString()).read())
                .containsExactly(
                        measured(cell("DAE-2L", 0.3, Split.TEST), 1.14, NOON),
                        measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON.plusSeconds(60)),
                        failed(cell("DAE-2J", 0.9, Split.TEST), "diverged in epoch 3", NOON.plusSeconds(90)));
    }

    /** The rows of the repository's own results folder, as version 0.1.0 read them. */
    @Test
    void everyRowOfThePublishedResultsIsReadAsBefore() throws IOException {
        String expected;
        try (InputStream in = ResultStoreTest.class.getResourceAsStream("published-cells.tsv")) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<StoredRow> rows = ResultStore.in(conf, "../results").read();
        assertThat(rows.stream().map(ResultStoreTest::line))
                .containsExactlyElementsOf(expected.lines().toList());
        assertThat(rows).hasSize(160);
    }

    private static String line(StoredRow row) {
        Cell cell = row.cell();
        Measurement measurement = row.result().measurement();
        return String.join(
                "\t",
                row.key(),
                cell.dataset(),
                cell.model().name(),
                cell.metric().id(),
                cell.split().id(),
                Double.toString(measurement.value()),
                measurement.ci95().toString(),
                Double.toString(measurement.seconds()));
    }

    /** Version 0.1.0 computed the keys from the same fields and stored them in a column of their own. */
    @Test
    void storedKeysAreThoseThatTheCellsStillHave() throws IOException {
        SparkSession spark = session();
        try {
            List<String> stored = spark.read()
                    .parquet("../results/cells")
                    .select("key")
                    .as(Encoders.STRING())
                    .collectAsList();
            assertThat(ResultStore.in(conf, "../results").readByKey().keySet())
                    .containsExactlyInAnyOrderElementsOf(new HashSet<>(stored));
        } finally {
            spark.stop();
        }
    }

    @Test
    void sparkReadsTheStoreAsPlainColumns() throws IOException {
        store.append(measured(cell("DAE-2J", 0.5, Split.TEST), 0.83, NOON));
        store.append(failed(cell("DAE-2J", 0.9, Split.TEST), "diverged", NOON));
        SparkSession spark = session();
        try {
            Dataset<Row> read = spark.read()
                    .parquet(results.resolve(ResultStore.FOLDER).toString())
                    .orderBy("failure");
            assertThat(read.columns())
                    .containsExactly(
                            "key",
                            "dataset",
                            "model",
                            "scheme",
                            "layers",
                            "kind",
                            "hyperparameters",
                            "metric",
                            "split",
                            "value",
                            "ci95",
                            "seconds",
                            "seed",
                            "data_hash",
                            "data_origin",
                            "environment",
                            "measured_at",
                            "run",
                            "failure",
                            "codes",
                            "tuning",
                            "procedure");
            List<Row> rows = read.selectExpr(
                            "model", "value", "hyperparameters['noise']", "string(measured_at)", "key", "failure")
                    .collectAsList();
            assertThat(rows.get(0).toSeq().mkString(" "))
                    .isEqualTo("DAE-2J 0.83 0.5 2026-01-02 12:00:00.123456 "
                            + cell("DAE-2J", 0.5, Split.TEST).key() + " null");
            assertThat(rows.get(1).isNullAt(1)).isTrue();
            assertThat(rows.get(1).getString(5)).isEqualTo("diverged");
        } finally {
            spark.stop();
        }
    }

    private static SparkSession session() {
        return TestSessions.builder(1)
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(results.resolve(ResultStore.FOLDER))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
