package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import io.jointae.data.columns.TableFormat;
import io.jointae.data.custom.CsvColumns;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.ScoringFixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model of vectors scores tables of every format, and images in a column. */
class ScoreFormatsTest extends ScoreJobHarness {

    private ScoreInput as(TableFormat format, CsvColumns csv, String... except) {
        return new ScoreInput(List.of(input), format, csv, List.of(except), null);
    }

    /** Returns the table with one column per number, as CSV needs it. */
    private static Dataset<Row> divided(Dataset<Row> table) {
        List<Column> columns = new ArrayList<>(List.of(col("id"), col("name"), col("day")));
        for (int i = 0; i < ScoringFixtures.INPUTS; i++) {
            columns.add(col("pixels").getItem(i).as("v" + i));
        }
        return table.select(columns.toArray(Column[]::new));
    }

    @ParameterizedTest
    @EnumSource(TableFormat.class)
    void aFolderOfEveryFormatIsScoredWithAllOfItsColumns(TableFormat format) throws IOException {
        Dataset<Row> table = ScoringFixtures.table(spark, ROWS).repartition(3);
        if (format == TableFormat.CSV) {
            divided(table).write().option("header", true).csv(input);
        } else {
            table.write().format(format.id()).save(input);
        }
        CsvColumns csv = new CsvColumns(",", format == TableFormat.CSV);
        ScoreInput source = format == TableFormat.CSV ? as(null, csv, "id", "day") : as(null, csv);
        ScoreSummary summary = score(request().withInput(source));
        assertThat(summary.rows()).isEqualTo(new ScoreSummary.Rows(ROWS, ROWS, 0));
        List<Row> rows = spark.read().parquet(output).collectAsList();
        assertThat(rows).hasSize(ROWS).allSatisfy(row -> {
            assertThat(row.schema().fieldNames())
                    .containsExactlyInAnyOrder(
                            "id", "name", "day", "features", "reconstruction", "reconstruction_error");
            long id = ((Number) row.getAs("id")).longValue();
            float[] pixels = ScoringFixtures.pixels(id, ScoringFixtures.INPUTS);
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
            assertThat(row.<String>getAs("name")).isEqualTo("row " + id);
        });
    }

    @Test
    void aCsvFileWithoutNamesIsScoredAndItsDamagedLinesAreSetAside() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            StringBuilder line = new StringBuilder();
            for (float pixel : ScoringFixtures.pixels(i, ScoringFixtures.INPUTS)) {
                line.append(line.isEmpty() ? "" : ";").append(pixel);
            }
            lines.add(line.toString());
        }
        lines.set(4, "0.5;0.25");
        input = Files.write(dir.resolve("rows.txt"), lines).toString();
        CsvColumns semicolons = new CsvColumns(";", false);
        ScoreRequest request = request().withInput(as(TableFormat.CSV, semicolons));
        assertThatThrownBy(() -> score(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(
                        "rows.txt: row 4 (counted from 0) does not have the columns of the table, or has a text"
                                + " in place of a number: '0.5;0.25': correct the row, or set invalidRows to skip.");
        ScoreSummary summary = score(request.withInvalidRows(InvalidRowPolicy.SKIP));
        assertThat(summary.rows()).isEqualTo(new ScoreSummary.Rows(10, 9, 1));
        assertThat(spark.read().parquet(output).columns())
                .containsExactly("features", "reconstruction", "reconstruction_error");
        Row bad = spark.read().parquet(summary.badOutput()).head();
        assertThat(bad.<Long>getAs("bad_row")).isEqualTo(4);
        assertThat(bad.<String>getAs("bad_file")).endsWith("rows.txt");
        assertThat(bad.schema().fieldNames()).doesNotContain("__jointae_problem");
        ScoreRequest narrow =
                request.withInput(as(TableFormat.CSV, semicolons, "_c3")).withExisting(ExistingOutput.OVERWRITE);
        assertThatThrownBy(() -> score(narrow))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "the table has 11 columns of numbers for the vectors, but the model has 12 inputs");
    }

    @Test
    void anInterruptedRunIsNotContinuedInAnotherFormat() {
        assertThat(ScoreInput.of(List.of("a")).suffix()).isEmpty();
        assertThat(as(TableFormat.CSV, new CsvColumns(";", true), "day").suffix())
                .isEqualTo(" (format csv, delimiter ';' with a header, except day)");
    }

    @Test
    void filesOfSeveralFormatsAreRefused() throws IOException {
        Files.createDirectory(Path.of(input));
        Files.writeString(Path.of(input, "a.csv"), "1\n");
        Files.writeString(Path.of(input, "b.json.gz"), "");
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("files of several kinds")
                .hasMessageContaining("a.csv")
                .hasMessageContaining("b.json.gz");
    }

    @Test
    void aDamagedOrcFileIsRefusedInASentence() throws IOException {
        ScoringFixtures.table(spark, ROWS).coalesce(1).write().orc(input);
        try (var files = Files.list(Path.of(input))) {
            Path file = files.filter(each -> each.toString().endsWith(".orc"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 3; i < bytes.length / 2; i++) {
                bytes[i] = (byte) (i * 31);
            }
            Files.write(file, bytes);
            Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        }
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("damaged");
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void imagesInAColumnAreDecodedScaledOnRequestAndSetAsideIfTheyAreDamaged() throws IOException {
        List<Row> rows = new ArrayList<>();
        rows.add(RowFactory.create(0L, png(4, 3)));
        rows.add(RowFactory.create(1L, png(8, 6)));
        rows.add(RowFactory.create(2L, "no image".getBytes()));
        rows.add(RowFactory.create(3L, null));
        StructType schema = new StructType().add("id", DataTypes.LongType).add("bytes", DataTypes.BinaryType);
        spark.createDataFrame(rows, schema)
                .select(col("id"), struct(col("bytes")).as("image"))
                .coalesce(1)
                .write()
                .parquet(input);
        ScoreRequest skipping = request().withInvalidRows(InvalidRowPolicy.SKIP);
        assertThat(score(skipping).rows()).isEqualTo(new ScoreSummary.Rows(4, 1, 3));
        float[] pixels = new float[ScoringFixtures.INPUTS];
        IntStream.range(0, pixels.length).forEach(i -> pixels[i] = 20 * i / 255f);
        Row good = spark.read().parquet(output).head();
        assertThat(good.schema().fieldNames()).doesNotContain("image");
        assertThat(ScoringFixtures.doubles(good.getList(good.fieldIndex("features"))))
                .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
        assertThat(spark.read().parquet(output + "-bad").orderBy("id").collectAsList())
                .extracting(row -> row.<String>getAs("bad_reason"))
                .containsExactly(
                        "has an image of the size 6x8, which is 48 values instead of 12 (the option size scales images)",
                        "has an image that cannot be decoded, because it is not an image of a known format",
                        "has no image");
        ScoreInput scaled = new ScoreInput(List.of(input), null, CsvColumns.commas(), List.of(), Shape.gray(3, 4));
        ScoreRequest scaling = skipping.withInput(scaled).withExisting(ExistingOutput.OVERWRITE);
        assertThat(score(scaling).rows()).isEqualTo(new ScoreSummary.Rows(4, 2, 2));
        ScoreInput other = new ScoreInput(List.of(input), null, CsvColumns.commas(), List.of(), Shape.gray(3, 5));
        assertThatThrownBy(() -> score(scaling.withInput(other)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("size 3x5 gives 15 values per image, but the model has 12 inputs");
    }

    private static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            image.getRaster().setSample(i % width, i / width, 0, 20 * i % 256);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
