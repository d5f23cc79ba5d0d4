package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.Lease;
import io.jointae.cli.Jointae;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Split;
import io.jointae.data.prepare.Catalog;
import io.jointae.data.prepare.PaperDatasetPreparation;
import io.jointae.data.prepare.PaperDatasetRequest;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a sweep in a separate process with SIGKILL after its first trial, and resumes it. */
@Tag("cluster")
class KilledSweepTest {

    private static final Configuration CONF = new Configuration();
    private static final long TIMEOUT_MILLIS = 300_000;

    @TempDir
    private Path dir;

    @Test
    void aKilledAndResumedSweepStoresTheSameRowsAsAnUninterruptedOne() throws Exception {
        SparkSession spark = TestSessions.local();
        try {
            PaperDatasetRequest rectangles = new PaperDatasetRequest(
                    Catalog.get("rectangles"),
                    null,
                    null,
                    Map.of(Split.TRAIN, 200L, Split.VALID, 50L, Split.TEST, 100L),
                    PaperDatasetRequest.DEFAULT_SEED,
                    DatasetOutput.to(dir.resolve("data").toString()));
            new PaperDatasetPreparation(spark, message -> {}).run(rectangles);
            Path file = Files.writeString(dir.resolve("sweep.yaml"), """
                    name: killed
                    data: %s
                    datasets: [rectangles]
                    kinds: [dae]
                    schemes: [L, J]
                    layers: [2]
                    noise: [0.1, 0.5]
                    learning-rate: [0.01]
                    hidden: 20
                    epochs: 2
                    evaluations: [svm, reconstruct]
                    """.formatted(dir.resolve("data")));
            SweepPlan plan = SweepPlan.of(CONF, SweepFile.read(CONF, file.toString()));

            String whole = dir.resolve("whole").toString();
            assertThat(run(spark, plan, whole)).isEqualTo(new Sweep.Summary(4, 0, 4, 0));

            String killed = dir.resolve("killed").toString();
            killAfterFirstTrial(file, killed);
            List<StoredRow> left = ResultStore.in(CONF, killed).read();
            assertThat(left).isNotEmpty();
            assertThat(Path.of(killed)).isDirectoryContaining("glob:**/" + Lease.NAME + "-*");

            Sweep.Summary resumed = run(spark, plan, killed);
            assertThat(resumed.alreadyThere()).isBetween(1, 3);
            assertThat(resumed.done()).isEqualTo(4 - resumed.alreadyThere());
            assertThat(measured(killed)).isEqualTo(measured(whole));
            assertThat(ResultStore.in(CONF, killed).read()).containsAll(left);
        } finally {
            spark.stop();
        }
    }

    private static Sweep.Summary run(SparkSession spark, SweepPlan plan, String out) throws Exception {
        return new Sweep(spark, plan, out, 2, System.err, List::of).run(true);
    }

    /** Returns the parts of every row that do not depend on when it was measured. */
    private static List<String> measured(String out) throws IOException {
        return ResultStore.in(CONF, out).read().stream()
                .map(row -> row.cell() + " " + row.result().value() + " "
                        + row.result().ci95() + " " + row.origin() + " " + row.run() + " " + row.failure())
                .sorted()
                .toList();
    }

    private void killAfterFirstTrial(Path file, String out) throws Exception {
        Path log = dir.resolve("log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The process gets the heap and Spark's --add-opens of this process.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens")
                        || argument.startsWith("-Xmx")
                        || argument.contains("javacpp.cachedir"))
                .forEach(command::add);
        command.addAll(List.of(
                // The temporary files of the killed process are deleted with those of the test.
                "-Djava.io.tmpdir=" + dir,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dspark.master=local[1]",
                "-Dspark.ui.enabled=false",
                "-Dspark.sql.shuffle.partitions=2",
                "-cp",
                System.getProperty("java.class.path"),
                Jointae.class.getName(),
                "sweep",
                file.toString(),
                "--out",
                out));
        Process sweep = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            long end = System.currentTimeMillis() + TIMEOUT_MILLIS;
            while (!Files.readString(log).contains("trial 1 of 4")) {
                assertThat(sweep.isAlive()).as(Files.readString(log)).isTrue();
                assertThat(System.currentTimeMillis()).as(Files.readString(log)).isLessThan(end);
                Thread.sleep(20);
            }
        } finally {
            sweep.destroyForcibly().waitFor();
        }
    }
}
