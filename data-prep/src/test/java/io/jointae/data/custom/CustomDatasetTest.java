package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.testing.SourceFiles;
import io.jointae.testing.TestSessions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomDatasetTest {

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

    private CustomDatasetRequest request(
            SourceFormat format, Path source, String label, Shape size, double scale, boolean skipInvalid) {
        CustomInput input = new CustomInput(
                format,
                source.toString(),
                label,
                new CsvColumns(",", label != null && format == SourceFormat.CSV),
                new PixelOptions(null, size, scale),
                skipInvalid);
        return new CustomDatasetRequest(
                "mine",
                input,
                new SplitShares(0.2, 0.1, 1),
                new DatasetOutput(dir.resolve("out").toString(), true, 7));
    }

    private Manifest prepare(CustomDatasetRequest request) throws IOException {
        return new CustomDatasetPreparation(spark, line -> {}).run(request);
    }

    private TreeMap<Long, Example> rows(Split split) throws IOException {
        TreeMap<Long, Example> rows = new TreeMap<>();
        PreparedDataset.open(spark, dir.resolve("out/mine").toString())
                .examples(split)
                .toLocalIterator()
                .forEachRemaining(row -> rows.put(row.getId(), row));
        for (long id = 0; id < rows.size(); id++) {
            assertThat(rows).containsKey(id);
        }
        return rows;
    }

    private void assertRefused(CustomDatasetRequest request, String what) {
        assertThatThrownBy(() -> prepare(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
        assertThat(dir.resolve("out/mine")).doesNotExist();
    }

    /** Writes rows with the label i % 3 and the values i, 255, 0. */
    private Path csv(int rows) throws IOException {
        StringBuilder text = new StringBuilder("a,class,b,c\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(',').append(i % 3).append(",255,0\n");
        }
        Path file = dir.resolve("rows.csv");
        Files.writeString(file, text);
        return file;
    }

    @Test
    void everyCsvRowGoesToOneSplitAndKeepsItsOrder() throws IOException {
        Manifest manifest = prepare(request(SourceFormat.CSV, csv(250), "class", null, 255, false));
        assertThat(manifest.classes()).isEqualTo(3);
        assertThat(manifest.shape()).isEqualTo(Shape.flat(3));
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(175);
        assertThat(manifest.count(Split.VALID)).isEqualTo(50);
        assertThat(manifest.count(Split.TEST)).isEqualTo(25);
        boolean[] seen = new boolean[250];
        for (Split split : Split.values()) {
            int before = -1;
            for (Example row : rows(split).values()) {
                int position = Math.round(row.getPixels()[0] * 255);
                assertThat(position).isGreaterThan(before);
                assertThat(seen[position]).isFalse();
                assertThat(row.getLabel()).isEqualTo(position % 3);
                assertThat(row.getPixels()[1]).isEqualTo(1);
                seen[position] = true;
                before = position;
            }
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void theSplitsOfTheSourceAreKeptAndAMissingOneIsDrawn() throws IOException {
        Path source = Files.createDirectory(dir.resolve("source"));
        Files.writeString(source.resolve("train.csv"), "0.1,0.2\n".repeat(20));
        Files.writeString(source.resolve("test.csv"), "0.3,0.4\n".repeat(5));
        Manifest manifest = prepare(request(SourceFormat.CSV, source, null, null, 1, false));
        assertThat(manifest.count(Split.TRAIN)).isEqualTo(16);
        assertThat(manifest.count(Split.VALID)).isEqualTo(4);
        assertThat(manifest.count(Split.TEST)).isEqualTo(5);
        assertThat(manifest.classes()).isZero();
        assertThat(rows(Split.TEST).get(4L).getPixels()).containsExactly(0.3f, 0.4f);
        assertThat(rows(Split.TEST).get(4L).getLabel()).isEqualTo(Example.UNLABELED);
    }

    @Test
    void theErrorNamesTheInvalidCsvRow() throws IOException {
        Path file = csv(5);
        String good = Files.readString(file);
        Files.writeString(file, good + "1,x,3,4\n");
        assertRefused(
                request(SourceFormat.CSV, file, "class", null, 255, false),
                "(row 6) has the label 'x', which is not a whole number.");
        Files.writeString(file, good + "1,2,3\n");
        assertRefused(
                request(SourceFormat.CSV, file, "class", null, 255, false), "(row 6) has 3 columns instead of 4.");
        Files.writeString(file, good + "256,2,3,4\n");
        assertRefused(request(SourceFormat.CSV, file, "class", null, 255, false), "(row 6) has 256 in column 1");
        Files.writeString(file, good + "1,2,three,4\n");
        assertRefused(request(SourceFormat.CSV, file, "class", null, 255, false), "(row 6) has 'three' in column 3");
        assertRefused(
                request(SourceFormat.CSV, file, "klass", null, 255, false),
                "labelColumn klass is not in the header of");
        assertRefused(
                request(SourceFormat.CSV, file, "class", Shape.gray(2, 2), 255, false),
                "size 2x2 is 4 values, but the rows of");
        assertRefused(request(SourceFormat.CSV, dir.resolve("none"), null, null, 1, false), "does not exist");
        Path empty = Files.createDirectory(dir.resolve("empty"));
        assertRefused(request(SourceFormat.CSV, empty, null, null, 1, false), "has no files");
        assertRefused(request(SourceFormat.IMAGES, empty, null, null, 1, false), "has no files");
    }

    @Test
    void parquetArraysAndVectorsGiveTheRowsOfTheSameCsv() throws IOException {
        Manifest fromCsv = prepare(request(SourceFormat.CSV, csv(100), "class", null, 255, false));
        var table = spark.range(100)
                .repartition(1)
                .sortWithinPartitions("id")
                .selectExpr("cast(id % 3 as int) as class", "array(double(id), 255d, 0d) as values", "'x' as word");
        Path arrays = dir.resolve("arrays");
        table.write().parquet(arrays.toString());
        Manifest fromArrays = prepare(request(SourceFormat.PARQUET, arrays, "class", null, 255, false));
        assertThat(fromArrays.hash()).isEqualTo(fromCsv.hash());
        Path vectors = dir.resolve("vectors");
        table.withColumn("values", functions.array_to_vector(table.col("values")))
                .write()
                .parquet(vectors.toString());
        assertThat(prepare(request(SourceFormat.PARQUET, vectors, "class", null, 255, false))
                        .hash())
                .isEqualTo(fromCsv.hash());
    }

    @Test
    void parquetOfTheWrongTypeIsRefused() throws IOException {
        Path strings = dir.resolve("strings");
        spark.range(3).selectExpr("array('a', 'b') as values", "id").write().parquet(strings.toString());
        assertRefused(request(SourceFormat.PARQUET, strings, null, null, 1, false), "0 columns of arrays of numbers");
        Path labels = dir.resolve("labels");
        spark.range(3)
                .selectExpr("array(0.5f) as values", "'a' as class")
                .write()
                .parquet(labels.toString());
        assertRefused(
                request(SourceFormat.PARQUET, labels, "class", null, 1, false),
                "the label column 'class' has the type string instead of a whole number.");
        Path holes = dir.resolve("holes");
        spark.range(3)
                .selectExpr("if(id = 2, array(0.5f, null), array(0.5f, 0.5f)) as values")
                .repartition(1)
                .write()
                .parquet(holes.toString());
        assertRefused(request(SourceFormat.PARQUET, holes, null, null, 1, false), "has no values instead of 2.");
        Path ragged = dir.resolve("ragged");
        spark.range(3)
                .repartition(1)
                .sortWithinPartitions("id")
                .selectExpr("if(id = 2, array(0.5f), array(0.5f, 0.5f)) as values")
                .write()
                .parquet(ragged.toString());
        assertRefused(request(SourceFormat.PARQUET, ragged, null, null, 1, false), "row 3 has 1 values instead of 2.");
        Path text = dir.resolve("text.parquet");
        Files.writeString(text, "no parquet");
        assertRefused(request(SourceFormat.PARQUET, text, null, null, 1, false), "is not a Parquet file");
    }

    @Test
    void idxImagesOfAnySizeAndInColorAreRead() throws IOException {
        byte[] values = new byte[20 * 2 * 3 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        Path source = Files.createDirectory(dir.resolve("idx"));
        Files.write(source.resolve("train-images.idx"), SourceFiles.idx(values, 20, 2, 3, 3));
        Files.write(source.resolve("test-images.idx.gz"), SourceFiles.gzip(SourceFiles.idx(values, 20, 2, 3, 3)));
        Manifest manifest = prepare(request(SourceFormat.IDX, source, null, null, 1, false));
        assertThat(manifest.shape()).isEqualTo(new Shape(2, 3, 3));
        assertThat(manifest.count(Split.TEST)).isEqualTo(20);
        TreeMap<Long, Example> test = rows(Split.TEST);
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
        Manifest manifest = prepare(request(SourceFormat.IMAGES, pictures(), null, null, 1, false));
        assertThat(manifest.labelNames()).containsExactly("cat", "dog");
        assertThat(manifest.shape()).isEqualTo(Shape.gray(3, 4));
        assertThat(manifest.classes()).isEqualTo(2);
        for (Split split : Split.values()) {
            for (Example row : rows(split).values()) {
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
        assertRefused(
                request(SourceFormat.IMAGES, tree, null, null, 1, false),
                "x.png has the size 9x9x3, but another image has 3x4: set size to scale all images to one size.");
        Manifest scaled = prepare(request(SourceFormat.IMAGES, tree, null, new Shape(2, 2, 3), 1, false));
        assertThat(scaled.shape()).isEqualTo(new Shape(2, 2, 3));
        for (Example row : rows(Split.TRAIN).values()) {
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
        assertRefused(request(SourceFormat.IMAGES, tree, null, null, 1, false), "2 of 22 images cannot be decoded");
        Manifest manifest = prepare(request(SourceFormat.IMAGES, tree, null, null, 1, true));
        assertThat(manifest.skipped())
                .hasSize(2)
                .allMatch(file -> file.endsWith("notes.txt") || file.endsWith("cut.png"));
        assertThat(manifest.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(20);
    }

    @Test
    void sharesHoldInEveryBlockAndIdsHaveNoGaps() {
        RandomSplit draw = new RandomSplit(3, 10_500, 0.2, 0.1);
        RandomSplit.Cursor cursor = draw.cursor();
        long[] next = new long[3];
        for (long position = 0; position < 10_500; position++) {
            int split = cursor.split(position).ordinal();
            assertThat(cursor.id(position)).isEqualTo(next[split]);
            next[split]++;
            if ((position + 1) % RandomSplit.BLOCK == 0) {
                long blocks = (position + 1) / RandomSplit.BLOCK;
                assertThat(List.of(next[0], next[1], next[2]))
                        .containsExactly(700 * blocks, 200 * blocks, 100 * blocks);
            }
        }
    }

    @Test
    void invalidOptionsAreRefusedBeforeAnyFileIsRead() {
        assertThatThrownBy(() -> request(SourceFormat.CSV, dir, null, null, 0, false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> request(SourceFormat.IDX, dir, null, null, 2, false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> request(SourceFormat.CSV, dir, null, null, 1, true))
                .isInstanceOf(InvalidInputException.class);
    }
}
