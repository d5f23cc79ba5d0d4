package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.kept.WrongRows;
import io.jointae.sweep.MeasuredCells;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.TestGrids;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalvingTest {

    private static final Configuration CONF = new Configuration();
    private static final String HALVING = "halving: {keep: 0.5, rounds: [2, 4], by: reconstruct}\n";

    @TempDir
    private static Path data;

    private static SparkSession spark;

    @TempDir
    private Path out;

    private final AtomicInteger epochs = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        DatasetBuilder.bars().write(spark, data);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String grid(String schemes) {
        return TestGrids.small(data.toString(), schemes, "[2]", "[0.1, 0.3, 0.6, 0.9]")
                .replace("epochs: 2", "epochs: 6");
    }

    private Sweep.Summary run(String yaml, String folder) throws Exception {
        epochs.set(0);
        RunListener counting = new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
                epochs.incrementAndGet();
            }
        };
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
        SweepPlan plan = SweepPlan.of(CONF, TestGrids.read(yaml));
        return new Sweep(spark, plan, out.resolve(folder).toString(), 2, silent, () -> List.of(counting)).run(true);
    }

    private List<StoredRow> rows(String folder) throws IOException {
        return ResultStore.in(CONF, out.resolve(folder).toString()).read();
    }

    private static List<String> values(List<StoredRow> rows) {
        return rows.stream()
                .filter(StoredRow::measured)
                .map(row -> row.cell() + " " + row.result().value())
                .sorted()
                .toList();
    }

    private static List<StoredRow> atRounds(List<StoredRow> rows) {
        return rows.stream()
                .filter(row -> row.cell().hyperparameters().containsKey(MeasuredCells.ROUND))
                .toList();
    }

    @Test
    void survivorsEqualThoseWithoutHalvingAndTheOthersAreRecordedAsPruned() throws Exception {
        assertThat(run(grid("[J]") + HALVING, "halved")).isEqualTo(new Sweep.Summary(4, 0, 1, 0, 3));
        // Four trials reach epoch 2, two reach epoch 4, and one reaches epoch 6.
        assertThat(epochs).hasValue(4 * 2 + 2 * 2 + 2);
        List<StoredRow> halved = rows("halved");
        assertThat(halved).isNotEmpty().allMatch(StoredRow::halved);
        assertThat(atRounds(halved)).hasSize(6).allMatch(row -> row.cell().split() == Split.VALID);
        assertThat(halved.stream().filter(row -> !row.measured()))
                .hasSize(3)
                .allMatch(StoredRow::pruned)
                .extracting(StoredRow::failure)
                .allMatch(why -> why.startsWith("pruned by halving (reconstruct, keep 0.5 at 2, 4 epochs) after "))
                .filteredOn(why -> why.contains("after 2 epochs"))
                .hasSize(2)
                .allMatch(why -> why.contains("cross-entropy") && why.contains("the best 2 of 4"));
        assertThat(run(grid("[J]") + HALVING, "halved").nothingToDo()).isTrue();

        assertThat(run(grid("[J]"), "whole")).isEqualTo(new Sweep.Summary(4, 0, 4, 0));
        assertThat(rows("whole")).isNotEmpty().noneMatch(StoredRow::halved);
        List<String> survivor = values(halved.stream()
                .filter(row -> row.measured() && !atRounds(halved).contains(row))
                .toList());
        assertThat(survivor).hasSize(2).isSubsetOf(values(rows("whole")));

        // Without halving, the pruned trials continue from where they stopped and are measured.
        assertThat(run(grid("[J]"), "halved")).isEqualTo(new Sweep.Summary(4, 1, 3, 0));
        assertThat(epochs).hasValue(2 * 4 + 2);
        assertThat(values(rows("halved"))).containsAll(values(rows("whole")));
    }

    /** What a comparison measures of single rows would pass for that of the trained trial, which has the same cell. */
    @Test
    void onlyTrainedTrialsKeepTheirWrongRows() throws Exception {
        // Two hidden units make errors, so that the trials differ and some are pruned.
        String bySvm = grid("[J]").replace("hidden: 8", "hidden: 2").replace("[0.01]", "[0.0001, 0.003]")
                + "evaluations: [svm]\nhalving: {keep: 0.5, rounds: [1], by: svm}\n";
        assertThat(run(bySvm, "wrong")).isEqualTo(new Sweep.Summary(8, 0, 4, 0, 4));
        List<String> trained = rows("wrong").stream()
                .filter(row -> row.measured() && row.cell().split() == Split.TEST)
                .map(row -> row.key() + ".json")
                .toList();
        try (Stream<Path> files = Files.list(out.resolve("wrong/" + WrongRows.FOLDER))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrderElementsOf(trained);
        }
    }

    @Test
    void aResumedSweepDecidesByTheStoredResults() throws Exception {
        run(grid("[J]") + HALVING, "first");
        List<StoredRow> stored = atRounds(rows("first"));
        ResultStore.in(CONF, out.resolve("again").toString()).append(stored);
        assertThat(run(grid("[J]") + HALVING, "again")).isEqualTo(new Sweep.Summary(4, 0, 1, 0, 3));
        // Only the survivor is trained.
        assertThat(epochs).hasValue(6);
        assertThat(values(rows("again"))).isEqualTo(values(rows("first")));
    }

    @Test
    void aTrialFromWhichOthersStartIsTrainedToTheEndAndMeasured() throws Exception {
        assertThat(run(grid("[L, U]") + HALVING, "built")).isEqualTo(new Sweep.Summary(8, 0, 5, 0, 3));
        assertThat(rows("built").stream().filter(StoredRow::pruned))
                .extracting(row -> row.cell().model().name())
                .containsOnly("DAE-2U");
    }

    @Test
    void invalidHalvingSettingsAreRefused() {
        refused("halving: {keep: 1.5, rounds: [2]}\n", "keep 1.5");
        refused("halving: {keep: 0.5, rounds: []}\n", "rounds");
        refused("halving: {keep: 0.5, rounds: [4, 2]}\n", "ascending");
        refused("halving: {keep: 0.5, rounds: [6]}\n", "less than epochs 6");
        refused("halving: {keep: 0.5, rounds: [2], by: guess}\n", "guess");
        refused("halving: {keeep: 0.5, rounds: [2]}\n", "unknown key keeep; did you mean keep?");
    }

    private static void refused(String halving, String part) {
        assertThatThrownBy(() -> TestGrids.read(grid("[J]") + halving))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .startsWith(TestGrids.FILE + ": ")
                .contains(part)
                .hasLineCount(1);
    }
}
