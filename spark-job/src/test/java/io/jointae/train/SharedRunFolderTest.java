package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two training runs never share the folder of a model. */
class SharedRunFolderTest {

    private static final Configuration CONF = new Configuration();

    private static SparkSession spark;

    @TempDir
    private static Path folder;

    private static PreparedDataset data;

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        data = PreparedDataset.open(spark, DatasetBuilder.bars().write(spark, folder.resolve("data")));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static TrainingOptions options() {
        SortedMap<String, String> options = new TreeMap<>(
                TrainingOptions.paper(Scheme.J, 1, AutoEncoderKind.AE, 0, 0.005).toMap());
        options.put("hidden", "4");
        options.put("epochs", "2");
        options.put("workers", "2");
        options.put("averaging-frequency", "0");
        return TrainingOptions.of(options);
    }

    private static TrainingRun run(Path model, boolean resume, boolean overwrite) {
        return new TrainingRun(options(), model.toString(), resume, overwrite, 0);
    }

    /** Calls an action at the end of each round. */
    private static RunListener everyRound(Runnable action) {
        return new RunListener() {
            @Override
            public void onRoundEnd(TrainingPlan plan, TrainingState state) {
                action.run();
            }
        };
    }

    @Test
    void aRunIsRefusedWhileAnotherOneTrainsTheSameModel() throws Exception {
        Path model = folder.resolve("refused");
        AtomicInteger rounds = new AtomicInteger();
        ModelDirectory trained = run(model, false, false).train(spark, data, List.of(everyRound(() -> {
            rounds.incrementAndGet();
            assertThatThrownBy(() -> run(model, false, false).train(spark, data, List.of()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            model + ".run is in use: another training run writes there. Wait until that run ends, or"
                                    + " choose another model directory (model).");
            for (boolean resume : new boolean[] {false, true}) {
                assertThatThrownBy(() -> run(model, resume, !resume).train(spark, data, List.of()))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining(model + ".run is in use: another training run renewed its lock there");
            }
        })));
        assertThat(rounds.get()).isPositive();
        assertThat(ModelDirectory.read(new Configuration(), model.toString())
                        .card()
                        .parameters())
                .isEqualTo(trained.card().parameters());
        assertThat(Path.of(model + ".run")).doesNotExist();
    }

    @Test
    void aRunThatFailsReleasesItsLockAndKeepsItsCheckpoint() throws Exception {
        Path model = folder.resolve("failed");
        IllegalStateException failure = new IllegalStateException("stop");
        AtomicInteger rounds = new AtomicInteger();
        assertThatThrownBy(() -> run(model, false, false).train(spark, data, List.of(everyRound(() -> {
                    if (rounds.incrementAndGet() == 2) {
                        throw failure;
                    }
                }))))
                .hasStackTraceContaining("stop");
        try (Stream<Path> left = Files.list(Path.of(model + ".run"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .contains("checkpoint-000000")
                    .noneMatch(name -> name.contains("LOCK"));
        }
        assertThat(run(model, true, false).train(spark, data, List.of()).card().parameters())
                .isEqualTo(run(folder.resolve("whole"), false, false)
                        .train(spark, data, List.of())
                        .card()
                        .parameters());
    }

    @Test
    void aRunWhoseLockWasTakenOverWritesNoModel() {
        Path model = folder.resolve("lost");
        assertThatThrownBy(() -> run(model, false, false).train(spark, data, List.of(everyRound(() -> {
                    try (Stream<Path> files = Files.list(Path.of(model + ".run"))) {
                        for (Path claim : files.filter(
                                        file -> file.getFileName().toString().startsWith("_LOCK-"))
                                .toList()) {
                            Files.delete(claim);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))))
                .hasStackTraceContaining("now belongs to another training run");
        assertThat(model).doesNotExist();
    }

    @Test
    void aModelThatAKilledDriverHasWrittenIsTakenForTheResultOfTheRun() throws Exception {
        Path model = folder.resolve("written");
        assertThat(CompleteRun.find(CONF, run(model, true, false), data.manifest()))
                .isEmpty();
        ModelDirectory trained = run(model, false, false).train(spark, data, List.of());
        // The driver was killed between the rename of the model and the deletion of its run directory.
        Path left = Files.createDirectory(Path.of(model + ".run"));
        Files.writeString(left.resolve("metrics.jsonl"), "");
        SortedMap<String, String> longer = new TreeMap<>(options().toMap());
        longer.put("epochs", "3");
        for (TrainingRun other : List.of(
                run(model, false, false),
                run(model, true, true),
                new TrainingRun(TrainingOptions.of(longer), model.toString(), true, false, 0))) {
            assertThat(CompleteRun.find(CONF, other, data.manifest()))
                    .as("%s", other)
                    .isEmpty();
        }
        assertThat(left).exists();

        ModelDirectory written =
                CompleteRun.find(CONF, run(model, true, false), data.manifest()).orElseThrow();
        assertThat(written.card().parameters()).isEqualTo(trained.card().parameters());
        assertThat(left).doesNotExist();
    }
}
