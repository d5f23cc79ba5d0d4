package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.data.columns.FeatureRequest;
import io.jointae.data.columns.MissingValues;
import io.jointae.data.columns.TableRequest;
import io.jointae.feature.ColumnFeature;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.ScalingRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Columns of numbers, categories and vectors become the values of a row, and each bad table is refused in one sentence. */
class CustomTableTest extends CustomDatasetFixture {

    private static final ScalingRequest MINMAX = new ScalingRequest(ScalingKind.MINMAX, null, false);

    private CustomDatasetRequest request(SourceFormat format, Path source, String label, TableRequest table) {
        CustomInput input = new CustomInput(
                format,
                source.toString(),
                label,
                new CsvColumns(",", format == SourceFormat.CSV),
                PixelOptions.defaults(),
                false,
                new FeatureRequest(table, MINMAX));
        CustomDatasetRequest plain = datasets.request(SourceFormat.CSV, source, null, null, 1, false);
        return new CustomDatasetRequest(plain.name(), input, plain.shares(), plain.output());
    }

    private static FeatureRequest plain(String... features) {
        return new FeatureRequest(columns(List.of(features), List.of(), MissingValues.REFUSE), ScalingRequest.NONE);
    }

    private static TableRequest columns(List<String> features, List<String> categorical, MissingValues missing) {
        return new TableRequest(features, List.of(), categorical, missing, false);
    }

    /** Writes people with a name, an age that is missing in every tenth row, a city, and a class. */
    private Path people(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("name,age,city,height,kind"));
        for (int i = 0; i < 100; i++) {
            lines.add("\"Row, " + i + "\"," + (i % 10 == 9 ? "" : 20 + i % 10) + ","
                    + List.of("Rome", "Oslo", "Bonn").get(i % 3) + "," + (1.5 + 0.01 * (i % 7)) + ","
                    + (i % 2 == 0 ? "cat" : "dog"));
        }
        lines.addAll(List.of(more));
        return Files.write(dir.resolve("people.csv"), lines);
    }

    @Test
    void numbersAndCategoriesOfACsvTableBecomeFeaturesAndTextsBecomeLabels() throws IOException {
        Manifest manifest = datasets.prepare(request(
                SourceFormat.CSV,
                people(),
                "kind",
                columns(List.of("height", "city", "age"), List.of("city"), MissingValues.MEAN)));
        assertThat(manifest.shape()).isEqualTo(Shape.flat(5));
        assertThat(manifest.labelNames()).containsExactly("cat", "dog");
        List<ColumnFeature> features = manifest.features().columns();
        assertThat(features).extracting(ColumnFeature::column).containsExactly("height", "city", "age");
        assertThat(features.get(1).categories()).containsExactly("Bonn", "Oslo", "Rome");
        assertThat(manifest.features().name(2)).isEqualTo("category 'Oslo' of column city");
        assertThat(features.get(2).missingNumber()).isBetween(23.0, 25.0);
        TreeMap<Long, Example> train = stored(Split.TRAIN);
        assertThat(train).hasSize(70);
        float missing = features.get(2).missingNumber().floatValue();
        for (Example row : train.values()) {
            float[] values = row.getPixels();
            assertThat(values[1] + values[2] + values[3]).isEqualTo(1);
            assertThat(values[4] == missing || values[4] >= 20 && values[4] <= 28)
                    .isTrue();
        }
        assertThat(train.values()).anyMatch(row -> row.getPixels()[4] == missing);
    }

    private TreeMap<Long, Example> stored(Split split) throws IOException {
        TreeMap<Long, Example> rows = new TreeMap<>();
        io.jointae.data.PreparedDataset.open(spark, dir.resolve("out/mine").toString())
                .unscaled()
                .examples(split)
                .collectAsList()
                .forEach(row -> rows.put(row.getId(), row));
        return rows;
    }

    @Test
    void csvParquetOrcAndJsonOfTheSameTableGiveTheSameDataset() throws IOException {
        Dataset<Row> table = spark.range(60)
                .selectExpr(
                        "cast(id % 2 as int) as kind",
                        "double(id) / 2 as a", "cast(id % 5 as bigint) as b", "concat('x', id % 3) as c", "id as key")
                .repartition(1)
                .sortWithinPartitions("key");
        TableRequest request = new TableRequest(List.of(), List.of("key"), List.of("c"), MissingValues.REFUSE, false);
        List<String> hashes = new ArrayList<>();
        for (SourceFormat format :
                List.of(SourceFormat.CSV, SourceFormat.PARQUET, SourceFormat.ORC, SourceFormat.JSON)) {
            String name = format.name().toLowerCase(java.util.Locale.ROOT);
            Path folder = dir.resolve(name);
            table.write().option("header", true).format(name).save(folder.toString());
            Manifest manifest = datasets.prepare(request(format, folder, "kind", request));
            assertThat(manifest.counts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(60);
            hashes.add(manifest.hash());
        }
        assertThat(hashes).containsOnly(hashes.get(0));
    }

    @Test
    void vectorsAndNumbersAreAssembledTogether() throws IOException {
        Path folder = dir.resolve("vectors");
        spark.range(40)
                .selectExpr("array(float(id), 2f * id) as v", "id % 4 as n")
                .repartition(1)
                .write()
                .orc(folder.toString());
        Manifest manifest = datasets.prepare(request(SourceFormat.ORC, folder, null, TableRequest.ALL));
        assertThat(manifest.shape()).isEqualTo(Shape.flat(3));
        assertThat(manifest.features().name(1)).isEqualTo("value 2 of column v");
        assertThat(stored(Split.TRAIN).values()).allMatch(row -> row.getPixels()[1] == 2 * row.getPixels()[0]);
    }

    @Test
    void eachBadTableIsRefusedInOneSentence() throws IOException {
        TableRequest ages = columns(List.of("age", "height"), List.of(), MissingValues.REFUSE);
        datasets.assertRefused(
                request(SourceFormat.CSV, people(), null, ages),
                "people.csv: row 10 has no number in column age: correct the row, or set missing to mean or median.");
        datasets.assertRefused(
                request(SourceFormat.CSV, people(), null, columns(List.of("city"), List.of(), MissingValues.MEAN)),
                "column city holds texts that are not numbers, such as 'Rome': correct them, name the column in categorical, or"
                        + " leave it out.");
        datasets.assertRefused(
                request(SourceFormat.CSV, people(), null, columns(List.of("weight"), List.of(), MissingValues.MEAN)),
                "features weight is not a column of");
        datasets.assertRefused(
                request(SourceFormat.CSV, people("A,30"), null, columns(List.of("age"), List.of(), MissingValues.MEAN)),
                "people.csv: row 101 does not have the columns of the table");
        Path types = dir.resolve("types");
        spark.range(10).selectExpr("id as a", "timestamp(0) as t").write().parquet(types.toString());
        datasets.assertRefused(
                request(SourceFormat.PARQUET, types, null, columns(List.of("a", "t"), List.of(), MissingValues.MEAN)),
                "column t has the type timestamp, which cannot be a feature: leave it out, or convert it to a number.");
        Path nulls = dir.resolve("nulls");
        spark.range(10)
                .selectExpr("id as a", "cast(null as double) as b")
                .write()
                .parquet(nulls.toString());
        datasets.assertRefused(
                request(SourceFormat.PARQUET, nulls, null, columns(List.of("a", "b"), List.of(), MissingValues.MEAN)),
                "column b has no value in any training row: leave it out.");
        Path constant = dir.resolve("constant");
        spark.range(10).selectExpr("id as a", "3 as b").write().parquet(constant.toString());
        datasets.assertRefused(
                request(
                        SourceFormat.PARQUET,
                        constant,
                        null,
                        columns(List.of("a", "b"), List.of(), MissingValues.MEAN)),
                "column b has the value 3.0 in every training row: leave it out, or set keepConstant.");
        Path infinite = dir.resolve("infinite");
        spark.range(10)
                .selectExpr("if(id = 5, double('Infinity'), id) as a")
                .repartition(1)
                .write()
                .parquet(infinite.toString());
        datasets.assertRefused(
                request(SourceFormat.PARQUET, infinite, null, columns(List.of("a"), List.of(), MissingValues.MEAN)),
                "Infinity");
        Path ragged = dir.resolve("ragged");
        spark.range(10)
                .selectExpr("if(id = 5, array(1d), array(1d, id)) as v")
                .write()
                .orc(ragged.toString());
        datasets.assertRefused(
                request(SourceFormat.ORC, ragged, null, TableRequest.ALL),
                "has 1 value in column v, not 2: correct the row");
    }

    @Test
    void aCategoryThatNoTrainingRowHasIsRefusedOrBecomesZeros() throws IOException {
        Path source = Files.createDirectory(dir.resolve("split"));
        Files.writeString(
                source.resolve("train.csv"), "a,c\n1,x\n2,y\n".replace("2,y\n", "2,y\n3,x\n4,y\n".repeat(10)));
        Files.writeString(source.resolve("valid.csv"), "a,c\n1,x\n");
        Files.writeString(source.resolve("test.csv"), "a,c\n1,x\n2,z\n");
        TableRequest refusing = columns(List.of("a", "c"), List.of("c"), MissingValues.REFUSE);
        datasets.assertRefused(
                request(SourceFormat.CSV, source, null, refusing),
                "test.csv: row 2 has the category 'z' in column c, which no training row has: correct the row, or set"
                        + " unseenCategories to zero.");
        Files.writeString(source.resolve("test.csv"), "c,a\nx,1\n");
        datasets.assertRefused(request(SourceFormat.CSV, source, null, refusing), "other columns in its header");
        Files.writeString(source.resolve("test.csv"), "a,c\n1,x\n2,z\n");
        datasets.prepare(request(
                SourceFormat.CSV,
                source,
                null,
                new TableRequest(List.of("a", "c"), List.of(), List.of("c"), MissingValues.REFUSE, true)));
        assertThat(stored(Split.TEST).get(1L).getPixels()).containsExactly(2, 0, 0);
    }

    @Test
    void requestsThatContradictThemselvesAreRefused() {
        assertThatThrownBy(() -> new TableRequest(List.of("a"), List.of("b"), List.of(), MissingValues.REFUSE, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("features and except are both given");
        assertThatThrownBy(() -> CustomInput.of(SourceFormat.CSV, "x").with(plain("a")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("without header the columns of CSV files have no names");
        assertThatThrownBy(() -> CustomInput.of(SourceFormat.IDX, "x").with(plain("a")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void imagesInAStructOfBytesAreDecodedWithTheirLabels() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(RowFactory.create(RowFactory.create(png(4, 3, 8 * i), i + ".png"), (long) i % 3));
        }
        StructType image = new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
        StructType schema = new StructType().add("image", image).add("label", DataTypes.LongType);
        Path source = Files.createDirectory(dir.resolve("hub"));
        Path written = dir.resolve("written");
        spark.createDataFrame(rows, schema).coalesce(1).write().parquet(written.toString());
        try (var files = Files.list(written)) {
            Path file = files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(file, source.resolve("train-00000-of-00001.parquet"));
        }
        List<Row> bad = new ArrayList<>(rows);
        bad.set(7, RowFactory.create(RowFactory.create("no image".getBytes(), "7.png"), 1L));
        Path damaged = dir.resolve("damaged");
        spark.createDataFrame(bad, schema).coalesce(1).write().parquet(damaged.toString());
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, damaged, "label", null, 1, false),
                "row 8 has an image that cannot be decoded: it is not an image of a known format.");
        Manifest manifest = datasets.prepare(datasets.request(SourceFormat.PARQUET, source, "label", null, 1, false));
        assertThat(manifest.shape()).isEqualTo(Shape.gray(3, 4));
        assertThat(manifest.classes()).isEqualTo(3);
        for (Example row : datasets.rows(Split.TRAIN).values()) {
            int i = Math.round(row.getPixels()[0] * 255) / 8;
            assertThat(row.getLabel()).isEqualTo(i % 3);
            assertThat(row.getPixels()).hasSize(12).containsOnly(8 * i / 255f);
        }
    }

    private static byte[] png(int width, int height, int level) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, level);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
