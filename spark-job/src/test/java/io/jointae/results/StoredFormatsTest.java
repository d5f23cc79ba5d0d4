package io.jointae.results;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.diverged;
import static io.jointae.results.TestRows.failed;
import static io.jointae.results.TestRows.measured;
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
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Files that earlier and later versions wrote, damaged files, and other programs that read the files. */
class StoredFormatsTest extends ResultStoreFixture {

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

    /**
     * The files that version 0.1.0 wrote into the repository's own results folder still give the rows that it read. Files that
     * later versions added are left out, since a setting that is measured again replaces the row of an earlier file.
     */
    @Test
    void everyPublishedRowOfVersion01IsReadAsBefore() throws IOException {
        String expected;
        try (InputStream in = ResultStoreTest.class.getResourceAsStream("published-cells.tsv")) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        copyPublishedCellsBefore("20261127");
        List<StoredRow> rows = store.read();
        assertThat(rows.stream().map(StoredFormatsTest::line))
                .containsExactlyElementsOf(expected.lines().toList());
        assertThat(rows).hasSize(160);
    }

    /** The name of a file of cells begins with the day on which it was written. */
    private void copyPublishedCellsBefore(String day) throws IOException {
        Path cells = Files.createDirectories(results.resolve(ResultStore.FOLDER));
        try (Stream<Path> files = Files.list(Path.of("../results", ResultStore.FOLDER))) {
            for (Path file : files.filter(file -> file.getFileName().toString().compareTo(day) < 0)
                    .toList()) {
                Files.copy(file, cells.resolve(file.getFileName()));
            }
        }
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
}
