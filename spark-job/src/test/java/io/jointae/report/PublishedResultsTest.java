package io.jointae.report;

import static io.jointae.results.TestRows.NOON;
import static io.jointae.results.TestRows.cell;
import static io.jointae.results.TestRows.measured;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedResultsTest {

    private final Configuration conf = new Configuration();

    @TempDir
    private Path folder;

    private StoredRow trial(String results, String run, double noise, double valid) throws IOException {
        return trial(results, run, cell("DAE-2J", noise, Split.TEST), valid);
    }

    private StoredRow trial(String results, String run, Cell cell, double valid) throws IOException {
        StoredRow test = measured(cell, 0.9, NOON);
        StoredRow kept = new StoredRow(
                test.cell(), test.outcome(), test.origin(), test.environment(), NOON, "models/" + run, null);
        ResultStore.in(conf, results).append(List.of(measured(cell.on(Split.VALID), valid, NOON), kept));
        WrongRows.of(test.key(), 10, new long[] {1}).write(conf, results);
        BlockMeans.of(test.key(), 10, new float[10]).write(conf, results);
        Path model = Files.createDirectories(Path.of(results, "models", run));
        Files.writeString(model.resolve("model.json"), "{}");
        Files.writeString(model.resolve("metrics.jsonl"), "{}\n");
        Files.write(model.resolve("network.zip"), new byte[1000]);
        return test;
    }

    @Test
    void everyCellAndTheChosenModelWithoutItsParametersAreCopiedOnce() throws IOException {
        String sweep = folder.resolve("sweep").toString();
        String kept = folder.resolve("kept").toString();
        StoredRow best = trial(sweep, "best", 0.5, 0.5);
        StoredRow other = trial(sweep, "other", 0.3, 0.7);
        assertThat(PublishedResults.copy(conf, sweep, kept)).isEqualTo(new PublishedResults.Copied(4, 1));
        assertThat(ResultStore.in(conf, kept).read())
                .isEqualTo(ResultStore.in(conf, sweep).read());
        try (Stream<Path> files = Files.walk(Path.of(kept)).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> Path.of(kept).relativize(file).toString())
                            .filter(file -> !file.startsWith("cells/") && !file.endsWith(".crc")))
                    .containsExactlyInAnyOrder(
                            "models/best/model.json",
                            "models/best/metrics.jsonl",
                            "wrong-rows/" + best.key() + ".json",
                            "block-means/" + best.key() + ".json");
        }
        assertThat(WrongRows.find(conf, kept, other.key())).isEmpty();
        assertThat(PublishedResults.copy(conf, sweep, kept)).isEqualTo(new PublishedResults.Copied(0, 1));
    }

    @Test
    void theBestModelOfEachRangeOfInitialWeightsIsKept() throws IOException {
        String sweep = folder.resolve("sweep").toString();
        String kept = folder.resolve("kept").toString();
        StoredRow byDefault = trial(sweep, "best", 0.5, 0.5);
        Cell glorot = byDefault.cell().with(Map.of("initial-weights", "glorot"));
        trial(sweep, "glorot", glorot, 0.3);
        assertThat(PublishedResults.copy(conf, sweep, kept)).isEqualTo(new PublishedResults.Copied(4, 2));
        assertThat(WrongRows.find(conf, kept, byDefault.key())).isPresent();
        assertThat(WrongRows.find(conf, kept, glorot.key())).isPresent();
    }

    @Test
    void aFurtherSeedIsKeptWithItsCardAlone() throws IOException {
        String sweep = folder.resolve("sweep").toString();
        String kept = folder.resolve("kept").toString();
        StoredRow best = trial(sweep, "best", 0.5, 0.5);
        Cell second = new Cell(
                "rect",
                best.cell().dataHash(),
                best.cell().model(),
                best.cell().hyperparameters(),
                best.cell().metric(),
                Split.TEST,
                2);
        Path seed = Files.createDirectories(Path.of(sweep, "models/second"));
        Files.writeString(seed.resolve("model.json"), "{}");
        Files.writeString(seed.resolve("metrics.jsonl"), "{}\n");
        StoredRow test = measured(second, 1.0, NOON);
        StoredRow repetition =
                new StoredRow(second, test.outcome(), test.origin(), test.environment(), NOON, "models/second", null);
        ResultStore.in(conf, sweep).append(List.of(measured(second.on(Split.VALID), 0.5, NOON), repetition));
        assertThat(PublishedResults.copy(conf, sweep, kept)).isEqualTo(new PublishedResults.Copied(4, 2));
        assertThat(Path.of(kept, "models/second/model.json")).exists();
        assertThat(Path.of(kept, "models/second/metrics.jsonl")).doesNotExist();
        assertThat(Path.of(kept, "models/best/metrics.jsonl")).exists();
        try (Stream<Path> cells = Files.list(Path.of(kept, "cells"))) {
            assertThat(cells.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(1);
        }
    }
}
