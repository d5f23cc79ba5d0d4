package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that does not fit the model is refused by {@code score} in one sentence, and leaves no output. */
class BadScoredTablesTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainOnATableAndOnVectors() throws IOException {
        spark = TestSessions.local();
        List<String> people = new ArrayList<>(List.of("age,city"));
        List<String> vectors = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            people.add(20 + i % 9 + "," + (i % 2 == 0 ? "Rome" : "Oslo"));
            vectors.add("0." + i % 7 + ",0." + i % 5);
        }
        Files.write(dir.resolve("people.csv"), people);
        Files.write(dir.resolve("vectors.csv"), vectors);
        train("people", "--header", "--categorical=city", "--scaling=minmax");
        train("vectors");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void train(String name, String... options) {
        List<String> prepare = new ArrayList<>(List.of(
                "prepare",
                name,
                "--format=csv",
                "--source=" + dir.resolve(name + ".csv"),
                "--out=" + dir.resolve("data")));
        prepare.addAll(List.of(options));
        assertThat(Jointae.run(System.err, prepare.toArray(String[]::new))).isZero();
        assertThat(Jointae.run(
                        System.err,
                        "train",
                        "--data=" + dir.resolve("data").resolve(name),
                        "--model=" + dir.resolve("model-" + name),
                        "--layers=1",
                        "--hidden=2",
                        "--epochs=1"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            people  | 20 as age; if(id = 5, 'Paris', 'Rome') as city         | has the category 'Paris' in column city, which no training row has
            people  | if(id = 5, null, 20) as age; 'Rome' as city            | has no number in column age
            people  | if(id = 5, double('NaN'), 20) as age; 'Rome' as city   | has no number in column age
            people  | if(id = 5, double('Infinity'), 20) as age; 'Rome' as city | has Infinity in column age
            people  | 20 as age; if(id = 5, null, 'Rome') as city            | has no category in column city
            people  | 'old' as age; 'Rome' as city                           | column age has the type string
            people  | timestamp(id) as age; 'Rome' as city                   | column age has the type timestamp
            people  | 20 as age                                              | has no column city
            vectors | if(id = 5, array(0.1f), array(0.1f, 0.2f)) as v        | has 1 values, not 2: correct the row
            vectors | array(0.1f, 0.2f, 0.3f) as v                           | has 2 inputs, but --input
            vectors | if(id = 5, null, array(0.1f, 0.2f)) as v               | row 5 (counted from 0) is null
            vectors | array(0.1f, if(id = 5, null, 0.2f)) as v               | has null or NaN at index 1
            vectors | array(0.1f, if(id = 5, float('Infinity'), 0.2f)) as v  | has Infinity at index 1
            vectors | 'x' as v                                               | --column v is string: choose a column of array<float>
            vectors | array('x') as v                                        | --column v is array<string>
            vectors | array(0.1f, 0.2f) as v; array(0.1f, 0.2f) as w         | several columns hold vectors
            """)
    void scoreRefusesTheTable(String model, String columns, String message) throws IOException {
        Path input = folder.resolve("input");
        spark.range(0, 10, 1, 1).selectExpr(columns.split("; ")).write().parquet(input.toString());
        Path output = folder.resolve("scores");
        List<String> arguments = new ArrayList<>(
                List.of("score", "--model=" + dir.resolve("model-" + model), "--input=" + input, "--output=" + output));
        if (model.equals("vectors") && !columns.contains("as w")) {
            arguments.add("--column=v");
        }
        assertThat(ShownErrors.refusal(arguments.toArray(String[]::new))).contains(message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(input);
        }
    }
}
