package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.CommittedFolder;
import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.testing.ObjectStoreFileSystem;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands write to a file system that cannot rename, with the results that they have on a local disk. */
class ObjectStoreCommandsTest {

    private static final Configuration CONF = new Configuration();

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    private static String local;
    private static String store;

    @BeforeAll
    static void start() throws IOException {
        spark = TestSessions.local();
        local = Files.createDirectory(dir.resolve("local")).toString();
        store = ObjectStoreFileSystem.path(Files.createDirectory(dir.resolve("store")));
        for (String base : List.of(local, store)) {
            done("prepare", "rectangles", "--out", base + "/data", "--counts", "160,40,40", "--rows-per-file", "50");
            train(base, base + "/model", 7, false);
        }
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).as("%s", Arrays.asList(args)).isZero();
    }

    private static String refused(String... args) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), args))
                .isEqualTo(2);
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static String[] training(String base, String model, int seed, String... more) {
        List<String> args = List.of(
                ("train --data=" + base + "/data/rectangles --model=" + model + " --scheme=J --layers=1 --kind=dae"
                                + " --noise=0.5 --hidden=8 --learning-rate=0.01 --epochs=3 --checkpoint-every=0 --seed="
                                + seed)
                        .split(" "));
        return Stream.concat(args.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static void train(String base, String model, int seed, boolean overwrite) {
        done(overwrite ? training(base, model, seed, "--overwrite") : training(base, model, seed));
    }

    private static String parameters(String model) throws IOException {
        return ModelDirectory.read(CONF, model).card().parameters();
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder.replaceFirst("^[a-z]+:", "")))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> features(String table) {
        return spark.read().parquet(table).orderBy("label", "features").toJSON().collectAsList();
    }

    private static String reportWithoutTimes(String base) throws IOException {
        return Files.readString(dir.resolve(base + "/report.md"))
                .replaceAll("[0-9-]{10}T[0-9:.]+Z", "INSTANT")
                .replaceAll("\\| [0-9:.]+ (s|min) \\|", "| DURATION |");
    }

    @Test
    void aDatasetHasTheSameContents() throws IOException {
        String data = store + "/data/rectangles";
        assertThat(PreparedDataset.open(spark, data).hash())
                .isEqualTo(
                        PreparedDataset.open(spark, local + "/data/rectangles").hash());
        assertThat(PreparedDataset.open(spark, data).dir()).isEqualTo(data.replace(":///", ":/"));
        // Commands that opened the dataset before may have left the note that its contents were checked.
        assertThat(names(data))
                .filteredOn(name -> !name.equals("_CHECKED.json"))
                .hasSize(3)
                .contains(CommittedFolder.MARKER, "_RESULT.json");
        done("describe", data);
        done("datasets", store + "/data");
    }

    @Test
    void aModelHasTheSameParametersAndIsReplacedOnRequestOnly() throws IOException {
        assertThat(parameters(store + "/model")).isEqualTo(parameters(local + "/model"));
        String model = store + "/replaced";
        train(store, model, 7, false);
        assertThat(refused(training(store, model, 8))).contains("exists").contains("--overwrite");
        String before = parameters(model);
        train(store, model, 8, true);
        assertThat(parameters(model)).isNotEqualTo(before);
        assertThat(names(model)).hasSize(3).contains(CommittedFolder.MARKER, "_RESULT.json");
        assertThat(names(store)).doesNotContain("replaced.run");
    }

    @Test
    void filesOfAKilledAttemptAreNoModel() throws IOException {
        String model = store + "/killed";
        Path attempt =
                Files.createDirectories(dir.resolve("store/killed/attempt-00000000-0000-0000-0000-000000000000"));
        Files.writeString(attempt.resolve("network.zip"), "half");
        train(store, model, 7, false);
        assertThat(parameters(model)).isEqualTo(parameters(local + "/model"));
        assertThat(attempt).doesNotExist();
    }

    @Test
    void aRunThatWasKilledAfterItHadWrittenTheModelHasNothingToDo() throws IOException {
        String model = store + "/finished";
        train(store, model, 7, false);
        Path left = Files.createDirectory(dir.resolve("store/finished.run"));
        Files.writeString(left.resolve("metrics.jsonl"), "");
        assertThat(Jointae.run(System.err, training(store, model, 7, "--resume")))
                .isEqualTo(3);
        assertThat(left).doesNotExist();
        assertThat(parameters(model)).isEqualTo(parameters(local + "/model"));
        assertThat(refused(training(store, model, 8, "--resume")))
                .contains("exists")
                .contains("--overwrite");
    }

    @Test
    void aPathOnS3WithoutItsClientIsRefusedInOneSentence() {
        assertThat(refused("describe", "s3a://bucket/data"))
                .isEqualTo(
                        "jointae: Paths with s3a:// need the S3 client of Hadoop, which is not on the class path: add"
                                + " org.apache.hadoop:hadoop-aws:3.3.4 to spark.jars.packages."
                                + System.lineSeparator());
    }

    @Test
    void featuresAreTheSameAndAMarkerListsTheirFiles() throws IOException {
        String[] rest = {"--column", "pixels"};
        for (String base : List.of(local, store)) {
            String[] command = {
                "score",
                "--model",
                base + "/model",
                "--input",
                base + "/data/rectangles",
                "--output",
                base + "/features"
            };
            done(Stream.concat(Arrays.stream(command), Arrays.stream(rest)).toArray(String[]::new));
        }
        assertThat(features(store + "/features"))
                .isEqualTo(features(local + "/features"))
                .hasSize(240);
        assertThat(names(store)).contains("features").doesNotContain("features.run", "features-bad");
        String marker = Files.readString(dir.resolve("store/features/_SUCCESS"));
        for (String split : List.of("split=train", "split=valid", "split=test")) {
            for (String file : names(store + "/features/" + split)) {
                assertThat(marker).contains(split + "/" + file);
            }
        }
        String[] again = {
            "score", "--model", store + "/model", "--input", store + "/data/rectangles", "--output", store + "/features"
        };
        assertThat(refused(again)).contains("exists");
        String[] resumed =
                Stream.concat(Arrays.stream(again), Stream.of("--resume")).toArray(String[]::new);
        assertThat(Jointae.run(System.err, resumed)).isEqualTo(3);
        assertThat(features(store + "/features")).hasSize(240);
        Files.writeString(dir.resolve("store/features/split=train/part-00000-old-0.parquet"), "left");
        done(Stream.concat(Arrays.stream(again), Stream.of("--overwrite")).toArray(String[]::new));
        assertThat(features(store + "/features")).hasSize(240);
    }

    @Test
    void aSweepHasTheSameResultsAndIsReported() throws IOException {
        Map<String, Map<String, Double>> values = new TreeMap<>();
        for (String base : List.of(local, store)) {
            Path file = dir.resolve(base.equals(local) ? "local.yaml" : "store.yaml");
            Files.writeString(file, """
                    name: small
                    data: %s
                    datasets: [rectangles]
                    kinds: [dae]
                    schemes: [J, L]
                    layers: [2]
                    noise: [0.5]
                    learning-rate: [0.01]
                    hidden: 8
                    epochs: 2
                    evaluations: [reconstruct]
                    """.formatted(base + "/data"));
            done("sweep", file.toString(), "--out", base + "/sweep");
            assertThat(Jointae.run(System.err, "sweep", file.toString(), "--out", base + "/sweep", "--resume"))
                    .isEqualTo(3);
            done("report", "--results", base + "/sweep", "--out", base + "/report.html");
            Map<String, Double> cells = new TreeMap<>();
            for (StoredRow row : ResultStore.in(CONF, base + "/sweep").read()) {
                cells.put(row.key(), row.result().value());
            }
            values.put(base, cells);
        }
        assertThat(values.get(store)).isEqualTo(values.get(local)).isNotEmpty();
        assertThat(names(store + "/sweep")).noneMatch(name -> name.startsWith("_LOCK"));
        assertThat(reportWithoutTimes("store")).isEqualTo(reportWithoutTimes("local"));
    }
}
