package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
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

/** A table of numbers and categories goes from a CSV file to a model, and the same columns of another table are scored. */
class TableCommandsTest {

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

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    @Test
    void scoreAssemblesTheColumnsAsPrepareDidAndSetsRowsAsideThatItCannotRead() throws IOException {
        List<String> lines = new ArrayList<>(List.of("age,city,height"));
        for (int i = 0; i < 60; i++) {
            lines.add((i % 10 == 3 ? "" : 20 + i % 9) + ","
                    + List.of("Rome", "Oslo", "Bonn").get(i % 3) + "," + (150 + i % 7));
        }
        String source = Files.write(dir.resolve("people.csv"), lines).toString();
        String model = dir.resolve("model").toString();
        done(
                "prepare",
                "people",
                "--format=csv",
                "--header",
                "--source=" + source,
                "--out=" + dir,
                "--categorical=city",
                "--features=age,height,city",
                "--missing=mean",
                "--scaling=minmax");
        done("train", "--data=" + dir.resolve("people"), "--model=" + model, "--layers=1", "--hidden=3", "--epochs=1");
        String input = dir.resolve("table").toString();
        spark.range(20)
                .selectExpr(
                        "id",
                        "if(id = 4, 'Paris', 'Oslo') as city",
                        "cast(if(id = 5, null, 20 + id % 9) as double) as age",
                        "int(150 + id % 7) as height")
                .coalesce(1)
                .write()
                .parquet(input);
        String output = dir.resolve("scored").toString();
        done(
                "score",
                "--model=" + model,
                "--input=" + input,
                "--output=" + output,
                "--reconstruction",
                "--bad-rows=skip");
        List<Row> scored = spark.read().parquet(output).orderBy("id").collectAsList();
        assertThat(scored).hasSize(19);
        Row first = scored.get(0);
        assertThat(first.schema().fieldNames()).contains("city", "age", "features", "reconstruction");
        List<Float> reconstruction = first.getList(first.fieldIndex("reconstruction"));
        assertThat(reconstruction).hasSize(5);
        assertThat(reconstruction.get(1)).isBetween(150f, 156f);
        assertThat(spark.read().parquet(output + "-bad").collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.<String>getAs("bad_reason"))
                        .isEqualTo("has the category 'Paris' in column city, which no training row has"));
    }

    @Test
    void aModelOfTooManyParametersIsRefusedInASentence() {
        assertThatThrownBy(() -> new ParameterLayout(Architecture.paper(1_000_000, 1, LayerSpec.plain(600))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "hidden gives the lowest 1 of 1 layers 601000600 parameters for 1000000 inputs, and a model has at"
                                + " most 536870911: choose fewer units or layers, or fewer features.");
    }
}
