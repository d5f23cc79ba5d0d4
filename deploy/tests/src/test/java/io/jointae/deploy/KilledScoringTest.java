package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes while {@code score} runs on a partitioned table with one file per task. */
@Tag("cluster")
class KilledScoringTest {

    private static final int PARTITIONS = 5;
    private static final int FILES = 8;
    private static final int FILE_ROWS = 400;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @AfterEach
    void clean() throws IOException {
        SparkWork.delete();
    }

    @Test
    void killedDriversAndExecutorsDoNotChangeTheFeatures() throws Exception {
        Path corpus = corpus();
        Path resumed = folder.resolve("resumed");
        Path tree = folder.resolve("resumed.run/tree");
        try (Submission driver = Submission.start(score("local[2]", corpus, resumed), folder)) {
            driver.until(() -> !names(tree).isEmpty());
        }

        assertThat(resumed).doesNotExist();
        List<String> complete = names(tree);
        assertThat(complete).hasSizeLessThan(PARTITIONS * FILES);
        Command.Result result =
                Jobs.runSuccessfully(score("local[2]", corpus, resumed).with("--resume"));
        assertThat(result.out()).contains("16,000 rows in, 16,000 rows out, no invalid rows");
        // File names contain a random number per attempt, so equal names show that complete files were not rewritten.
        assertThat(names(resumed)).containsAll(complete).hasSize(PARTITIONS * FILES);

        Path whole = folder.resolve("whole");
        Path open = folder.resolve("whole.run/open");
        try (Submission driver = Submission.start(score("local-cluster[2,1,1024]", corpus, whole), folder)) {
            driver.until(() -> names(open).stream().anyMatch(name -> name.contains("/task_")));
            LocalCluster.executors(driver).get(0).destroyForcibly();
            driver.waitForSuccess();
            assertThat(driver.log()).contains("Lost executor", "16,000 rows in, 16,000 rows out, no invalid rows");
        }
        assertThat(hashes(whole)).isEqualTo(hashes(resumed)).hasSize(PARTITIONS * FILES);
    }

    /** Writes a partitioned table that consists of copies of one prepared file. */
    private Path corpus() throws Exception {
        Path table = folder.resolve("corpus");
        try (Stream<Path> prepared = Files.list(Path.of(Jobs.data(), "split=train"))) {
            Path file = prepared.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Path place = Files.createDirectories(table.resolve("part=" + partition));
                for (int copy = 0; copy < FILES; copy++) {
                    Files.copy(file, place.resolve("copy-" + copy + ".parquet"));
                }
            }
        }
        assertThat(PARTITIONS * FILES * FILE_ROWS).isEqualTo(16_000);
        return table;
    }

    private static Command score(String master, Path corpus, Path output) throws Exception {
        return Command.submit("--master", master, "--driver-memory", "1g")
                .conf("spark.ui.enabled", false)
                .conf("spark.sql.files.openCostInBytes", "128m")
                .sharingFiles()
                .environment("SPARK_HOME", SparkWork.HOME)
                .within(LIMIT)
                .with("score", "--model", Jobs.model().toString())
                .with("--input", corpus.toString(), "--output", output.toString());
    }

    /** Returns the names of the Parquet files below a folder, which may be missing or change during the call. */
    private static List<String> names(Path table) {
        try (Stream<Path> files = Files.walk(table)) {
            return files.map(file -> table.relativize(file).toString())
                    .filter(name -> name.endsWith(".parquet") && !name.contains("/."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException moved) {
            return List.of();
        }
    }

    /** Returns the hash of the data pages that each task wrote, by partition and file number. */
    private static SortedMap<String, String> hashes(Path table) throws Exception {
        SortedMap<String, String> hashes = new TreeMap<>();
        for (String name : names(table)) {
            byte[] file = Files.readAllBytes(table.resolve(name));
            // The footer lists encodings in an order that differs between JVMs, so the hash leaves it out. The footer
            // is
            // followed by its length and the magic number.
            int footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 2 * Integer.BYTES);
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(file, 0, file.length - 2 * Integer.BYTES - footer);
            hashes.put(name.replaceFirst("(part-\\d+)-.*", "$1"), HexFormat.of().formatHex(hash.digest()));
        }
        return hashes;
    }
}
