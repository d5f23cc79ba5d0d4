package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandsTest {

    private static SparkSession spark;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String refused(String... args) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertThat(Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), args))
                .isEqualTo(2);
        String message = errors.toString(StandardCharsets.UTF_8);
        assertThat(message.lines()).hasSize(1);
        return message;
    }

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    @Test
    void aPreparedDatasetCanBeDescribedAndListed() {
        String out = dir.toString();
        done("prepare", "rect", "--out", out, "--counts", "30,10,20", "--json");
        assertThat(dir.resolve("rectangles/manifest.json")).exists();
        assertThat(refused("prepare", "rectangles", "--out", out)).contains("--overwrite");
        done("describe", out + "/rectangles");
        assertThat(dir.resolve("rectangles/samples.png")).isNotEmptyFile();
        done("datasets", out, "--json");
    }

    @Test
    void aDamagedFileIsNamedInOneLine() throws IOException {
        String out = dir.toString();
        done("prepare", "rectangles", "--out", out, "--counts", "30,10,20");
        Path manifest = dir.resolve("rectangles/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("30", "31"));

        assertThat(refused("describe", out + "/rectangles"))
                .contains("damaged")
                .contains("rectangles/manifest.json")
                .contains("again");
    }

    @Test
    void anInvalidOptionIsReportedInOneLineAndWritesNothing() {
        String out = dir.resolve("out").toString();
        assertThat(refused("prepare", "rectangels", "--out", out))
                .contains("'rectangels' is not a dataset of the paper");
        assertThat(refused("prepare", "rectangles")).contains("--out");
        assertThat(refused("prepare", "rectangles", "--out", out, "--counts", "1,2"))
                .contains("--counts");
        assertThat(refused("prepare", "rectangles", "--out", out, "--skip-bad")).contains("--format");
        assertThat(refused("prepare", "mine", "--format", "csv", "--out", out)).contains("--source");
        assertThat(refused("prepare", "mnist", "--format", "csv", "--source", "x", "--out", out))
                .contains("another name");
        assertThat(refused("prepare", "mine", "--format", "xml", "--source", "x", "--out", out))
                .contains("--format");
        assertThat(refused("describe", out)).contains("manifest.json");
        assertThat(dir.resolve("out")).doesNotExist();
    }
}
