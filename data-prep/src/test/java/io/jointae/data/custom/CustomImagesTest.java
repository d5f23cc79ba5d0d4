package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.testing.SourceFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** IDX files and folders of images are read, scaled, refused or skipped. */
class CustomImagesTest extends CustomDatasetFixture {

    @Test
    void idxImagesOfAnySizeAndInColorAreRead() throws IOException {
        byte[] values = new byte[20 * 2 * 3 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        Path source = Files.createDirectory(dir.resolve("idx"));
        Files.write(source.resolve("train-images.idx"), SourceFiles.idx(values, 20, 2, 3, 3));
        Files.write(source.resolve("test-images.idx.gz"), SourceFiles.gzip(SourceFiles.idx(values, 20, 2, 3, 3)));
        Manifest manifest = datasets.prepare(datasets.request(SourceFormat.IDX, source, null, null, 1, false));
        assertThat(manifest.shape()).isEqualTo(new Shape(2, 3, 3));
        assertThat(manifest.count(Split.TEST)).isEqualTo(20);
        TreeMap<Long, Example> test = datasets.rows(Split.TEST);
        for (int i = 0; i < values.length; i++) {
            assertThat(test.get((long) i / 18).getPixels()[i % 18]).isEqualTo((values[i] & 0xff) / 255f);
        }
    }

    private static void png(Path file, int width, int height, int type, int level) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i % width, i / width, band, level);
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    /** Writes the folders cat and dog with ten gray images each, all of different levels. */
    private Path pictures() throws IOException {
        Path tree = dir.resolve("tree");
        for (int i = 0; i < 10; i++) {
            png(tree.resolve("cat/" + i + ".png"), 4, 3, BufferedImage.TYPE_BYTE_GRAY, 10 * i);
            png(tree.resolve("dog/" + i + ".png"), 4, 3, BufferedImage.TYPE_BYTE_GRAY, 10 * i + 100);
        }
        return tree;
    }

    @Test
    void theFolderOfAnImageIsItsLabelAndGrayHasNoGamma() throws IOException {
        Manifest manifest = datasets.prepare(datasets.request(SourceFormat.IMAGES, pictures(), null, null, 1, false));
        assertThat(manifest.labelNames()).containsExactly("cat", "dog");
        assertThat(manifest.shape()).isEqualTo(Shape.gray(3, 4));
        assertThat(manifest.classes()).isEqualTo(2);
        for (Split split : Split.values()) {
            for (Example row : datasets.rows(split).values()) {
                int level = Math.round(row.getPixels()[0] * 255);
                assertThat(level % 10).isZero();
                assertThat(row.getLabel()).isEqualTo(level < 100 ? 0 : 1);
                assertThat(row.getPixels()).containsOnly(level / 255f);
            }
        }
    }

    @Test
    void imagesOfSeveralSizesAreRefusedOrScaled() throws IOException {
        Path tree = pictures();
        png(tree.resolve("dog/x.png"), 9, 9, BufferedImage.TYPE_INT_RGB, 200);
        datasets.assertRefused(
                datasets.request(SourceFormat.IMAGES, tree, null, null, 1, false),
                "x.png has the size 9x9x3, but another image has 3x4: set size to scale all images to one size.");
        Manifest scaled =
                datasets.prepare(datasets.request(SourceFormat.IMAGES, tree, null, new Shape(2, 2, 3), 1, false));
        assertThat(scaled.shape()).isEqualTo(new Shape(2, 2, 3));
        for (Example row : datasets.rows(Split.TRAIN).values()) {
            for (float value : row.getPixels()) {
                assertThat(value).isCloseTo(row.getPixels()[0], within(1e-6f));
            }
        }
    }

    @Test
    void undecodableImagesStopTheJobOrAreSkippedAndListed() throws IOException {
        Path tree = pictures();
        Files.writeString(tree.resolve("cat/notes.txt"), "no image");
        byte[] png = Files.readAllBytes(tree.resolve("dog/3.png"));
        Files.write(tree.resolve("dog/cut.png"), java.util.Arrays.copyOf(png, png.length / 2));
        datasets.assertRefused(
                datasets.request(SourceFormat.IMAGES, tree, null, null, 1, false), "2 of 22 images cannot be decoded");
        Manifest manifest = datasets.prepare(datasets.request(SourceFormat.IMAGES, tree, null, null, 1, true));
        assertThat(manifest.skipped())
                .hasSize(2)
                .allMatch(file -> file.endsWith("notes.txt") || file.endsWith("cut.png"));
        assertThat(manifest.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(20);
    }
}
