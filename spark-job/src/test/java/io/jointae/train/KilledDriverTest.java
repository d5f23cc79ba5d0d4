package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code train} in separate JVMs, kills them with SIGKILL during the training and starts them again. */
@Tag("cluster")
class KilledDriverTest {

    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private static SortedMap<String, String> options(int workers, int frequency, int hidden, int epochs) {
        SortedMap<String, String> options =
                new TreeMap<>(TrainingOptions.paper(Scheme.J, 2, AutoEncoderKind.DAE, 0.3, 0.002)
                        .toMap());
        options.put("contraction", "0.15");
        options.put("hidden", "" + hidden);
        options.put("epochs", "" + epochs);
        options.put("workers", "" + workers);
        options.put("averaging-frequency", "" + frequency);
        options.put("evaluate-every", "10");
        return options;
    }

    /** Starts {@code train} with these options on the command line. */
    private Process driver(String data, Path model, SortedMap<String, String> options, int run) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens")
                        || argument.contains("DirectMethodHandle")
                        || argument.contains("javacpp.cachedir"))
                .forEach(command::add);
        command.addAll(List.of(
                // The temporary files of a killed process are deleted with the folder of the test.
                // Most of the time of these short runs is their start, for which the first JIT compiler suffices.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-Xmx700m",
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-cp",
                System.getProperty("java.class.path"),
                "io.jointae.cli.Jointae",
                "train",
                "--data",
                data,
                "--model",
                model.toString(),
                "--resume",
                "--checkpoint-every",
                "0"));
        for (String name : List.of(
                "scheme",
                "kind",
                "noise",
                "learning-rate",
                "hidden",
                "epochs",
                "workers",
                "averaging-frequency",
                "evaluate-every")) {
            command.addAll(List.of("--" + name, options.get(name)));
        }
        File log = folder.resolve("log-" + run).toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static int newest(Path run) throws IOException {
        if (!Files.exists(run)) {
            return -1;
        }
        try (var files = Files.list(run)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("checkpoint-"))
                    .mapToInt(name -> Integer.parseInt(name.substring("checkpoint-".length())))
                    .max()
                    .orElse(-1);
        }
    }

    private void killedAndResumed(SortedMap<String, String> options, int checkpoints) throws Exception {
        try (SparkSession spark = TestSessions.local()) {
            String data = DatasetBuilder.bars()
                    .train(1000)
                    .valid(50)
                    .test(10)
                    .width(100)
                    .write(spark, folder);
            // Both runs train at the same time, because each leaves a core idle now and then.
            CompletableFuture<ModelDirectory> whole = CompletableFuture.supplyAsync(() -> whole(spark, data, options));
            ModelDirectory resumed = killedAndResumed(data, options, checkpoints);
            assertThat(resumed.model().parameters())
                    .isEqualTo(whole.join().model().parameters());
            assertThat(resumed.card().history())
                    .hasSameSizeAs(whole.join().card().history());
        }
    }

    /** Trains the same model without interruption. */
    private ModelDirectory whole(SparkSession spark, String data, SortedMap<String, String> options) {
        String model = folder.resolve("whole").toString();
        try {
            return new TrainingRun(TrainingOptions.of(options), model, false, false, 60)
                    .train(spark, PreparedDataset.open(spark, data), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelDirectory killedAndResumed(String data, SortedMap<String, String> options, int checkpoints)
            throws Exception {
        Path model = folder.resolve("killed");
        Path run = folder.resolve("killed.run");
        int seen = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            Process driver = driver(data, model, options, kill);
            try {
                while (newest(run) < seen + checkpoints) {
                    assertThat(driver.isAlive())
                            .as(Files.readString(folder.resolve("log-" + kill)))
                            .isTrue();
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } finally {
                driver.destroyForcibly().waitFor();
            }
            seen = newest(run);
            assertThat(model).doesNotExist();
        }
        Process last = driver(data, model, options, KILLS);
        try {
            assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            last.destroyForcibly();
        }
        String log = Files.readString(folder.resolve("log-" + KILLS));
        assertThat(last.exitValue()).as(log).isZero();
        assertThat(log).contains("resumed after epoch");
        assertThat(run).doesNotExist();
        return ModelDirectory.read(new Configuration(), model.toString());
    }

    @Test
    void aKilledRunOfOneWorkerResumesToTheSameParameters() throws Exception {
        killedAndResumed(options(1, 0, 150, 300), 1);
    }

    @Test
    void aKilledRunOfTwoWorkersThatAverageEveryFewBatchesResumesToTheSameParameters() throws Exception {
        killedAndResumed(options(2, 3, 20, 60), 20);
    }
}
