package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged input file is invalid input: one sentence says so, and no output is left. */
class DamagedInputTest {

    private static SparkSession spark;

    @TempDir
    private static Path root;

    private static Path dataset;
    private static String model;

    @BeforeAll
    static void start() throws IOException {
        spark = TestSessions.local();
        dataset = Path.of(DatasetBuilder.bars().width(12).write(spark, root.resolve("data")));
        model = root.resolve("model").toString();
        assertThat(Jointae.run(
                        System.err,
                        "train",
                        "--data",
                        dataset.toString(),
                        "--model",
                        model,
                        "--epochs",
                        "1",
                        "--hidden",
                        "4",
                        "--layers",
                        "1"))
                .isZero();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The manifest agrees with the damaged file, as after an attack. */
    @Test
    void aDamagedFileOfADatasetIsRefusedByEveryCommandThatReadsItsRows() throws IOException, NoSuchAlgorithmException {
        for (Map.Entry<String, byte[]> damage : damagedFiles().entrySet()) {
            Path copy = root.resolve("train-" + damage.getKey());
            copy(dataset, copy);
            Path file = parquet(copy);
            byte[] before = Files.readAllBytes(file);
            Files.write(file, damage.getValue());
            Path manifest = copy.resolve("manifest.json");
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replace(sha256(before), sha256(damage.getValue()))
                            .replace("\"bytes\" : " + before.length, "\"bytes\" : " + damage.getValue().length));
            String out = root.resolve("trained").toString();
            String message = refused("train", "--data", copy.toString(), "--model", out, "--epochs", "1");
            assertThat(message).as(damage.getKey()).contains("damaged");
            assertThat(root.resolve("trained/network.zip")).as(damage.getKey()).doesNotExist();
            assertThat(refused("svm", "--model", model, "--data", copy.toString()))
                    .as(damage.getKey())
                    .contains("damaged");
            assertThat(refused("describe", "--data", copy.toString()))
                    .as(damage.getKey())
                    .contains("damaged");
        }
    }

    @Test
    void aRefusedPrepareLeavesNoFolder() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("csv", "0.5,1\n0.5,x\n");
        sources.put("idx", "no idx file");
        sources.put("parquet", "PAR1 and no more");
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = Files.writeString(root.resolve("refused." + source.getKey()), source.getValue());
            Path out = root.resolve("new/deep/" + source.getKey());
            refused(
                    "prepare",
                    "mine",
                    "--format",
                    source.getKey(),
                    "--source",
                    file.toString(),
                    "--out",
                    out.toString());
            assertThat(root.resolve("new")).as(source.getKey()).doesNotExist();
        }
    }

    private static Map<String, byte[]> damagedFiles() throws IOException {
        byte[] sound = Files.readAllBytes(parquet(dataset));
        Map<String, byte[]> damaged = new LinkedHashMap<>();
        damaged.put("truncated", Arrays.copyOf(sound, sound.length / 2));
        byte[] footer = sound.clone();
        Arrays.fill(footer, sound.length - 60, sound.length - 8, (byte) 0x5a);
        damaged.put("footer", footer);
        byte[] pages = sound.clone();
        Arrays.fill(pages, 4, sound.length / 3, (byte) 0x7f);
        damaged.put("pages", pages);
        return damaged;
    }

    private static Path parquet(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("split=train"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            List<Path> sound =
                    files.filter(file -> !file.toString().endsWith(".crc")).toList();
            for (Path file : sound) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String refused(String... args) {
        return ShownErrors.refusal(args);
    }
}
