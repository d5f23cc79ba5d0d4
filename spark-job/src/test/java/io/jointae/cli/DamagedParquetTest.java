package io.jointae.cli;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Truncated files and changed bytes are invalid input: one sentence, no stack trace, exit status 2, and no output. */
class DamagedParquetTest {

    private static final int ROWS = 3000;

    /** The length of a footer's own length and of the magic number behind it. */
    private static final int TAIL = 8;

    @TempDir
    private static Path dir;

    private static SparkSession spark;
    private static String model;

    /** The ways in which a copy of a file is damaged. */
    private enum Damage {
        CUT_AFTER_THE_START("snappy", bytes -> Arrays.copyOf(bytes, 4)),
        CUT_IN_A_PAGE("zstd", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
        CUT_IN_THE_FOOTER("gzip", bytes -> Arrays.copyOf(bytes, bytes.length - 40)),
        CUT_BEFORE_THE_LAST_BYTE("snappy", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
        OTHER_START("snappy", bytes -> filled(bytes, 0, 4, 0x20)),
        FOOTER_OF_ZEROS("zstd", bytes -> filled(bytes, bytes.length - TAIL - footer(bytes), bytes.length - TAIL, 0)),
        CHANGED_FOOTER("gzip", bytes -> filled(bytes, bytes.length - 60, bytes.length - TAIL, 0x5a)),
        FOOTER_THAT_IS_TOO_LONG("uncompressed", bytes -> filled(bytes, bytes.length - TAIL, bytes.length - 5, 0x7f)),
        FOOTER_THAT_IS_TOO_SHORT("snappy", bytes -> shorterFooter(bytes)),
        FILE_OF_ONE_BYTE_VALUE("zstd", bytes -> filled(bytes, 4, bytes.length / 3, 0x7f)),
        CHANGED_PAGE_OF_SNAPPY("snappy", bytes -> flipped(bytes, 1)),
        CHANGED_PAGE_OF_ZSTD("zstd", bytes -> flipped(bytes, 2)),
        CHANGED_PAGE_OF_GZIP("gzip", bytes -> flipped(bytes, 3)),
        CHANGED_PAGE_OF_PLAIN_VALUES("uncompressed", bytes -> flipped(bytes, 4)),
        CHANGED_BYTES_ALL_OVER_SNAPPY("snappy", bytes -> scattered(bytes, 5)),
        CHANGED_BYTES_ALL_OVER_ZSTD("zstd", bytes -> scattered(bytes, 6));

        private final String codec;
        private final UnaryOperator<byte[]> change;

        Damage(String codec, UnaryOperator<byte[]> change) {
            this.codec = codec;
            this.change = change;
        }

        private static byte[] filled(byte[] bytes, int from, int to, int value) {
            Arrays.fill(bytes, from, to, (byte) value);
            return bytes;
        }

        /** Returns the length of the footer. */
        private static int footer(byte[] bytes) {
            return ByteBuffer.wrap(bytes, bytes.length - TAIL, Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
        }

        private static byte[] shorterFooter(byte[] bytes) {
            bytes[bytes.length - TAIL] -= 20;
            return bytes;
        }

        /** Changes twenty bytes in a row somewhere in the middle of the file, where the values are. */
        private static byte[] flipped(byte[] bytes, long seed) {
            int at = bytes.length / 4 + new SplittableRandom(seed).nextInt(bytes.length / 2);
            for (int i = at; i < at + 20; i++) {
                bytes[i] ^= 0x55;
            }
            return bytes;
        }

        private static byte[] scattered(byte[] bytes, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 50; i++) {
                bytes[random.nextInt(4, bytes.length - TAIL)] ^= (byte) random.nextInt(1, 256);
            }
            return bytes;
        }
    }

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
    private static Path damaged(Damage damage) throws IOException {
        Path folder = dir.resolve("table-" + damage);
        Column[] values = IntStream.range(0, ScoringFixtures.INPUTS)
                .mapToObj(i -> rand(i).cast("float"))
                .toArray(Column[]::new);
        spark.range(0, ROWS, 1, 1)
                .select(col("id"), array(values).as("pixels"))
                .write()
                .option("compression", damage.codec)
                .parquet(folder.toString());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".parquet")) {
                    Files.write(file, damage.change.apply(Files.readAllBytes(file)));
                } else if (file.toString().endsWith(".crc")) {
                    Files.delete(file);
                }
            }
        }
        return folder;
    }

    private static void isRefused(Path folder, String... args) {
        assertThat(ShownErrors.refusal(args))
                .contains(folder.getFileName().toString())
                .contains(".parquet");
    }

    @ParameterizedTest
    @EnumSource
    void prepareAndScoreRefuseTheFile(Damage damage) throws IOException {
        Path table = damaged(damage);
        Path out = dir.resolve("out-" + damage);

        isRefused(
                table, "prepare", "mine", "--format", "parquet", "--source", table.toString(), "--out", out.toString());
        assertThat(out.resolve("mine")).doesNotExist();

        Path features = dir.resolve("features-" + damage);
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
    void theCommandsThatOpenADatasetNameItsChangedFile() throws IOException {
        String out = dir.resolve("data").toString();
        assertThat(Jointae.run(System.err, "prepare", "rectangles", "--counts", "50,20,20", "--out", out))
                .isZero();
        Path data = Path.of(out, "rectangles");
        Path trained = dir.resolve("trained");
        String[] train = {"train", "--data", data.toString(), "--model", trained.toString(), "--epochs", "1"};
        String sound = dir.resolve("sound").toString();
        assertThat(Jointae.run(
                        System.err,
                        "train",
                        "--data",
                        data.toString(),
                        "--model",
                        sound,
                        "--epochs",
                        "1",
                        "--layers",
                        "1",
                        "--hidden",
                        "4"))
                .isZero();
        try (Stream<Path> files = Files.list(data.resolve("split=train"))) {
            Path file = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            for (byte[] damaged :
                    new byte[][] {Damage.CUT_IN_A_PAGE.change.apply(bytes.clone()), Damage.flipped(bytes.clone(), 7)}) {
                Files.write(file, damaged);
                Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
                isRefused(data, train);
                assertThat(trained).doesNotExist();
                isRefused(data, "describe", "--data", data.toString());
                isRefused(data, "svm", "--model", sound, "--data", data.toString());
                isRefused(data, "finetune", "--model", sound, "--data", data.toString());
                isRefused(data, "reconstruct", "--model", sound, "--data", data.toString());
            }
        }
    }
}
