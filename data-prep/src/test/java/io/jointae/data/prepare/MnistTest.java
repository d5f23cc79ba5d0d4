package io.jointae.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.SourceFile;
import io.jointae.data.Split;
import io.jointae.testing.SampleData;
import io.jointae.testing.SharedData;
import io.jointae.testing.SourceFiles;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {

    private static final int PIXELS = 784;

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

    private Manifest prepare(Path source) throws IOException {
        return prepare(source, false);
    }

    private Manifest prepare(Path source, boolean unverified) throws IOException {
        return new PaperDatasetPreparation(spark, line -> {})
                .run(new PaperDatasetRequest(
                        Catalog.get("mnist"),
                        source.toString(),
                        null,
                        null,
                        PaperDatasetRequest.DEFAULT_SEED,
                        unverified,
                        DatasetOutput.to(dir.resolve("out").toString())));
    }

    @Test
    void everyByteOfTheFullFilesComesBackAlsoIfTheyAreCompressedAgain() throws IOException {
        Manifest manifest = assertEveryByteComesBack(SharedData.require("data/mnist"), false);
        assertThat(manifest.sources()).hasSize(4).allMatch(SourceFile::official);
        assertThat(manifest.unverified()).isFalse();
    }

    private Manifest assertEveryByteComesBack(Path source, boolean unverified) throws IOException {
        Path mixed = Files.createDirectory(dir.resolve("mixed"));
        for (String name : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte")) {
            Files.write(mixed.resolve(name), unpacked(source, name));
        }
        for (String name : List.of("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")) {
            write(mixed, name, unpacked(source, name));
        }
        Manifest manifest = prepare(mixed, unverified);
        PreparedDataset data =
                PreparedDataset.open(spark, dir.resolve("out/mnist").toString());
        byte[] images = unpacked(source, "train-images-idx3-ubyte");
        byte[] labels = unpacked(source, "train-labels-idx1-ubyte");
        assertSame(data, Split.TRAIN, 50_000, images, 0, labels);
        assertSame(data, Split.VALID, 10_000, images, 50_000, labels);
        images = unpacked(source, "t10k-images-idx3-ubyte");
        labels = unpacked(source, "t10k-labels-idx1-ubyte");
        assertSame(data, Split.TEST, 10_000, images, 0, labels);
        return manifest;
    }

    private static byte[] unpacked(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        if (Files.exists(plain)) {
            return Files.readAllBytes(plain);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))) {
            return in.readAllBytes();
        }
    }

    private static void assertSame(
            PreparedDataset data, Split split, int rows, byte[] images, int offset, byte[] labels) {
        boolean[] seen = new boolean[rows];
        data.examples(split).toLocalIterator().forEachRemaining(row -> {
            int id = Math.toIntExact(row.getId());
            assertThat(seen[id]).isFalse();
            seen[id] = true;
            byte[] back = new byte[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                back[i] = (byte) Math.round(row.getPixels()[i] * 255);
            }
            int at = 16 + (offset + id) * PIXELS;
            assertThat(Arrays.equals(back, 0, PIXELS, images, at, at + PIXELS)).isTrue();
            assertThat(row.getLabel()).isEqualTo(labels[8 + offset + id]);
        });
        assertThat(seen).doesNotContain(false).hasSize(rows);
    }

    /** Writes black images in files of the size of MNIST. */
    private Path blank() throws IOException {
        Path source = Files.createDirectory(dir.resolve("blank"));
        write(source, "train-images-idx3-ubyte", SourceFiles.idx(new byte[60_000 * PIXELS], 60_000, 28, 28));
        write(source, "train-labels-idx1-ubyte", SourceFiles.idx(new byte[60_000], 60_000));
        write(source, "t10k-images-idx3-ubyte", SourceFiles.idx(new byte[10_000 * PIXELS], 10_000, 28, 28));
        write(source, "t10k-labels-idx1-ubyte", SourceFiles.idx(new byte[10_000], 10_000));
        return source;
    }

    private static void write(Path source, String name, byte[] bytes) throws IOException {
        Files.write(source.resolve(name + ".gz"), SourceFiles.gzip(bytes));
    }

    @Test
    void otherFilesOfTheSameShapeAreRefusedUnlessUnverifiedFilesAreAccepted() throws IOException {
        assertRefused(
                blank(),
                "has a file train-images-idx3-ubyte.gz that is not the published file of MNIST: give the published files,"
                        + " or set ");
        Manifest manifest = assertEveryByteComesBack(SampleData.repeatedMnist(dir), true);
        assertThat(manifest.sources()).hasSize(4).noneMatch(SourceFile::official);
        assertThat(manifest.unverified()).isTrue();
    }

    @Test
    void filesThatAreNotThoseOfMnistAreRefused() throws IOException {
        Path source = blank();
        Path labels = source.resolve("t10k-labels-idx1-ubyte.gz");
        byte[] good = Files.readAllBytes(labels);

        Files.write(labels, SourceFiles.gzip(SourceFiles.idx(new byte[9_999], 9_999)));
        assertRefused(source, "has 10,000 images, but t10k-labels-idx1-ubyte.gz has 9,999 labels");

        byte[] magic = SourceFiles.idx(new byte[10_000], 10_000);
        magic[2] = 0x0d;
        Files.write(labels, SourceFiles.gzip(magic));
        assertRefused(source, "magic number 0x00000d01");

        Files.write(labels, SourceFiles.gzip(SourceFiles.idx(new byte[9_000], 10_000)));
        assertRefused(source, "t10k-labels-idx1-ubyte.gz is truncated");

        Files.write(labels, Arrays.copyOf(good, good.length - 12));
        assertRefused(source, "t10k-labels-idx1-ubyte.gz is truncated");

        Files.write(labels, SourceFiles.gzip(SourceFiles.idx(new byte[10_001], 10_000)));
        assertRefused(source, "t10k-labels-idx1-ubyte.gz is longer than");

        Files.write(labels, new byte[] {0, 0});
        assertRefused(source, "ends within its header");

        byte[] wrong = new byte[10_000];
        wrong[77] = 10;
        Files.write(labels, SourceFiles.gzip(SourceFiles.idx(wrong, 10_000)));
        assertRefused(source, "has the label 10, but labels are 0 to 9");

        Files.delete(labels);
        assertRefused(source, "has no t10k-labels");
    }

    private void assertRefused(Path source, String message) {
        assertThatThrownBy(() -> prepare(source))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
        assertThat(dir.resolve("out/mnist")).doesNotExist();
    }
}
