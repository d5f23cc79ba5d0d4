package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.columns.TableFormat;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model and a classifier of a table read the same columns in every format, as prepare did. */
class ScoredTablesTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    private static String model;
    private static String classifier;

    @BeforeAll
    static void train() throws IOException {
        spark = TestSessions.local();
        List<String> lines = new ArrayList<>(List.of("age,zip,height,kind"));
        for (int i = 0; i < 90; i++) {
            lines.add((i % 10 == 3 ? "" : 20 + i % 9) + ",0" + i % 3 + "," + (150 + i % 7) + ","
                    + (i % 2 == 0 ? "cat" : "dog"));
        }
        String source = Files.write(dir.resolve("people.csv"), lines).toString();
        String data = dir.resolve("people").toString();
        model = dir.resolve("model").toString();
        done(
                "prepare",
                "people",
                "--format=csv",
                "--header",
                "--source=" + source,
                "--out=" + dir,
                "--label-column=kind",
                "--features=age,height,zip",
                "--categorical=zip",
                "--missing=mean",
                "--scaling=minmax");
        done("train", "--data=" + data, "--model=" + model, "--layers=1", "--hidden=3", "--epochs=1");
        done("finetune", "--model=" + model, "--data=" + data, "--epochs=1", "--out=" + dir.resolve("tuned"));
        classifier = dir.resolve("tuned/classifier-1").toString();
        spark.range(40)
                .selectExpr(
                        "id",
                        "concat('0', id % 3) as zip",
                        "if(id = 5, null, 20 + id % 9) as age",
                        "double(150 + id % 7) as height")
                .repartition(2)
                .write()
                .parquet(dir.resolve("table-parquet").toString());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void done(String... args) {
        ShownErrors shown = ShownErrors.of(args);
        assertThat(shown.status()).as("%s", shown.text()).isZero();
    }

    private static List<Row> scored(String model, String input, String output, String... columns) {
        String path = dir.resolve(output).toString();
        done("score", "--model=" + model, "--input=" + input, "--output=" + path, "--overwrite");
        return spark.read().parquet(path).selectExpr(columns).orderBy("id").collectAsList();
    }

    @ParameterizedTest
    @EnumSource(TableFormat.class)
    void everyFormatOfATableGivesTheSameCodesAndTheSameClasses(TableFormat format) {
        String parquet = dir.resolve("table-parquet").toString();
        String table = dir.resolve("table-" + format.id()).toString();
        if (format != TableFormat.PARQUET) {
            spark.read()
                    .parquet(parquet)
                    .write()
                    .option("header", true)
                    .format(format.id())
                    .save(table);
        }
        String[] codes = {"bigint(id) as id", "zip", "features"};
        assertThat(scored(model, table, "codes", codes))
                .hasSize(40)
                .isEqualTo(scored(model, parquet, "expected", codes));
        String[] classes = {"bigint(id) as id", "class", "probabilities"};
        assertThat(scored(classifier, table, "classes", classes))
                .hasSize(40)
                .isEqualTo(scored(classifier, parquet, "expected", classes));
    }

    private static String refusal(String csv, String... more) throws IOException {
        Path file = Files.writeString(dir.resolve("refused.csv"), csv);
        List<String> args = new ArrayList<>(
                List.of("score", "--model=" + model, "--input=" + file, "--output=" + dir.resolve("refused")));
        args.addAll(List.of(more));
        String sentence = ShownErrors.refusal(args.toArray(String[]::new));
        assertThat(dir.resolve("refused")).doesNotExist();
        return sentence;
    }

    @Test
    void eachTableThatDoesNotFitIsRefusedInOneSentence() throws IOException {
        assertThat(refusal("age,zip\n20,00\n"))
                .endsWith("the table has no column height, which the model reads: add it to the columns [age, zip].");
        assertThat(refusal("age,zip,height\n20,00,150\n21,09,151\n"))
                .endsWith(
                        "refused.csv: row 1 (counted from 0) has the category '09' in column zip, which no training row has:"
                                + " correct the row, or set --invalid-rows to skip.");
        assertThat(refusal("age,zip,height\n20,00,tall\n21,01,151\n"))
                .endsWith(
                        "refused.csv: row 0 (counted from 0) does not have the columns of the table, or has a text in place"
                                + " of a number: '20,00,tall': correct the row, or set --invalid-rows to skip.");
        assertThat(refusal("age,zip,height\n20,00,150\n", "--except=age"))
                .endsWith("--except is given, but the model keeps the names of its columns: leave it out.");
        assertThat(refusal("age,zip,height\n20,00,150\n", "--size=28"))
                .endsWith("--size 28 is not of the form HxW or HxWx3: give a size such as 28x28.");
    }

    @Test
    void rowsThatDoNotFitAreSetAsideWithTheReasonAndTheOthersHaveAReconstructionError() throws IOException {
        Path file = Files.writeString(
                dir.resolve("mixed.csv"), "zip,height,age\n00,150,20\n01,short,21\n09,150,\n02,150,\n");
        String output = dir.resolve("mixed").toString();
        done(
                "score",
                "--model=" + model,
                "--input=" + file,
                "--output=" + output,
                "--invalid-rows=skip",
                "--reconstruction-error");
        assertThat(spark.read().parquet(output).orderBy("zip").collectAsList())
                .extracting(row -> row.<String>getAs("zip"), row -> row.<Double>getAs("reconstruction_error") > 0)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("00", true),
                        org.assertj.core.groups.Tuple.tuple("02", true));
        assertThat(spark.read().parquet(output + "-bad").orderBy("bad_row").collectAsList())
                .extracting(row -> row.<String>getAs("bad_reason"))
                .containsExactly(
                        "does not have the columns of the table, or has a text in place of a number: '01,short,21'",
                        "has the category '09' in column zip, which no training row has");
    }
}
