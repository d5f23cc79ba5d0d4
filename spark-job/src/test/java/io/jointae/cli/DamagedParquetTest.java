package io.jointae.cli;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Truncated files and changed bytes are invalid input: one sentence, exit status 2, and no output. */
class DamagedParquetTest {

    private static final int ROWS = 3000;

    @TempDir
    private static Path dir;

    private static SparkSession spark;
    private static String model;

    @BeforeAll
    static void start() throws IOException {
        spark = TestSessions.local();
        model = dir.resolve("model").toString();
        ScoringFixtures.model().write(new Configuration(), model, false);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Writes a table in one file, damages the file, and returns the folder. */
    private static Path damaged(String codec, String damage) throws IOException {
        Path folder = dir.resolve("table-" + codec + "-" + damage);
        Column[] values = IntStream.range(0, ScoringFixtures.INPUTS)
                .mapToObj(i -> rand(i).cast("float"))
                .toArray(Column[]::new);
        spark.range(0, ROWS, 1, 1)
                .select(col("id"), array(values).as("pixels"))
                .write()
                .option("compression", codec)
                .parquet(folder.toString());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".parquet")) {
                    Files.write(file, damage(Files.readAllBytes(file), damage));
                } else if (file.toString().endsWith(".crc")) {
                    Files.delete(file);
                }
            }
        }
        return folder;
    }

    private static byte[] damage(byte[] bytes, String damage) {
        return switch (damage) {
            case "truncated" -> Arrays.copyOf(bytes, bytes.length / 2);
            case "page" -> {
                for (int i = bytes.length / 2; i < bytes.length / 2 + 20; i++) {
                    bytes[i] ^= 0x55;
                }
                yield bytes;
            }
            default -> throw new IllegalArgumentException(damage);
        };
    }

    private static void isRefused(Path folder, String... args) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = Jointae.run(new PrintStream(printed, true, StandardCharsets.UTF_8), args);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(status).as("%s", text).isEqualTo(2);
        assertThat(text.lines())
                .singleElement()
                .asString()
                .startsWith("jointae: ")
                .contains(folder.getFileName().toString())
                .contains(".parquet");
    }

    @ParameterizedTest
    @CsvSource({"snappy, truncated", "snappy, page", "zstd, page", "gzip, page", "uncompressed, page"})
    void prepareAndScoreRefuseTheFile(String codec, String damage) throws IOException {
        Path table = damaged(codec, damage);
        Path out = dir.resolve("out-" + codec + "-" + damage);

        isRefused(
                table, "prepare", "mine", "--format", "parquet", "--source", table.toString(), "--out", out.toString());
        assertThat(out.resolve("mine")).doesNotExist();

        Path features = dir.resolve("features-" + codec + "-" + damage);
        isRefused(
                table,
                "score",
                "--model",
                model,
                "--input",
                table.toString(),
                "--column",
                "pixels",
                "--output",
                features.toString(),
                "--invalid-rows",
                "skip");
        assertThat(features).doesNotExist();
    }

    @Test
    void trainingNamesTheChangedFileOfADataset() throws IOException {
        String out = dir.resolve("data").toString();
        assertThat(Jointae.run(System.err, "prepare", "rectangles", "--counts", "50,20,20", "--out", out))
                .isZero();
        Path data = Path.of(out, "rectangles");
        try (Stream<Path> files = Files.list(data.resolve("split=train"))) {
            Path file = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.write(file, damage(Files.readAllBytes(file), "page"));
            Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        }
        Path trained = dir.resolve("trained");
        isRefused(data, "train", "--data", data.toString(), "--model", trained.toString(), "--epochs", "1");
        assertThat(trained).doesNotExist();
    }
}
