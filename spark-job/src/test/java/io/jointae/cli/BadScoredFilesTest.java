package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of CSV, JSON or ORC that does not fit the model is refused by {@code score} in one sentence, and leaves no output. */
class BadScoredFilesTest {

    private static SparkSession spark;

    @TempDir
    private static Path dir;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        spark = TestSessions.local();
        List<String> people = new ArrayList<>(List.of("age,city"));
        for (int i = 0; i < 40; i++) {
            people.add(20 + i % 9 + "," + (i % 2 == 0 ? "Rome" : "Oslo"));
        }
        Files.write(dir.resolve("people.csv"), people);
        done(
                "prepare",
                "people",
                "--format=csv",
                "--source=" + dir.resolve("people.csv"),
                "--out=" + dir.resolve("data"),
                "--header",
                "--categorical=city",
                "--scaling=minmax");
        done(
                "train",
                "--data=" + dir.resolve("data/people"),
                "--model=" + dir.resolve("model"),
                "--layers=1",
                "--hidden=2",
                "--epochs=1");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void done(String... args) {
        assertThat(Jointae.run(System.err, args)).isZero();
    }

    /** Returns the arguments that score a file. */
    private String[] score(String format, Path input) {
        List<String> arguments = new ArrayList<>(List.of(
                "score",
                "--model=" + dir.resolve("model"),
                "--input=" + input,
                "--output=" + folder.resolve("scores"),
                "--format=" + format));
        if (format.equals("csv")) {
            arguments.add("--header");
        }
        return arguments.toArray(String[]::new);
    }

    private void refused(String format, Path input, String message) throws IOException {
        assertThat(ShownErrors.refusal(score(format, input))).contains(message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(input);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            csv  | age,city; 20,Rome; old,Rome                                  | a text in place of a number: 'old,Rome'
            csv  | age,city; ,Rome; ,Oslo                                       | column age
            csv  | age,city; 20,Rome; ,Oslo                                     | no number in column age
            csv  | age,city; 20,Rome; 20,Paris                                  | has the category 'Paris' in column city
            csv  | age,city; 20,Rome; 20                                        | does not have the columns of the table
            csv  | age,city; 20,Rome; 20,Rome,7                                 | does not have the columns of the table
            csv  | age,city; 20,Rome; Infinity,Rome                             | Infinity in column age
            csv  | age,city; 20,Rome; NaN,Rome                                  | no number in column age
            csv  | age,city; 20,Rome; 20,                                       | no category in column city
            csv  | age; 20; 21                                                  | has no column city
            csv  | age;city; 20;Rome                                            | column
            json | {"age":20,"city":"Rome"}; {"age":"old","city":"Rome"}        | 'old'
            json | {"age":null,"city":"Rome"}; {"age":null,"city":"Oslo"}       | column age
            json | {"age":20,"city":"Rome"}; {"city":"Rome"}                    | no number in column age
            json | {"age":20,"city":"Rome"}; {"age":20,"city":"Paris"}          | has the category 'Paris' in column city
            json | {"age":20,"city":"Rome"}; {"age":20}                         | no category in column city
            json | {"age":20,"city":"Rome"}; {"age":1e999,"city":"Rome"}        | Infinity in column age
            json | {"age":20}; {"age":21}                                       | has no column city
            json | {"age":20,"city":"Rome"}; {"age":20,"ci                      | does not have the columns of the table
            json | {"age":20,"city":"Rome"}; [1, 2]                             | does not have the columns of the table
            json | {"age":[20, 21],"city":"Rome"}                               | has 2 values in column age, not 1
            """)
    void scoreRefusesTheText(String format, String lines, String message) throws IOException {
        Path input = folder.resolve("input." + format);
        Files.write(input, Arrays.asList(lines.split("; ")));
        refused(format, input, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20 as age; if(id = 5, 'Paris', 'Rome') as city              | has the category 'Paris' in column city
            if(id = 5, null, 20) as age; 'Rome' as city                 | has no number in column age
            double(null) as age; 'Rome' as city                         | has no number in column age
            if(id = 5, double('Infinity'), 20) as age; 'Rome' as city   | has Infinity in column age
            20 as age; if(id = 5, null, 'Rome') as city                 | has no category in column city
            'old' as age; 'Rome' as city                                | column age has the type string
            array(1.0f, 2.0f) as age; 'Rome' as city                    | has 2 values in column age, not 1
            20 as age                                                   | has no column city
            """)
    void scoreRefusesTheOrcTable(String columns, String message) throws IOException {
        Path input = orc(columns);
        refused("orc", input, message);
    }

    private Path orc(String columns) {
        Path input = folder.resolve("input");
        spark.range(0, 10, 1, 1).selectExpr(columns.split("; ")).write().orc(input.toString());
        return input;
    }

    @Test
    void scoreRefusesATruncatedOrcFile() throws IOException {
        Path input = orc("20 as age; 'Rome' as city");
        try (Stream<Path> files = Files.list(input)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".orc")) {
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                } else {
                    Files.delete(file);
                }
            }
        }
        refused("orc", input, "cannot be read as orc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            csv  | age,city; 20,Rome; 20,Rome
            json | {"age":20,"city":"Rome"}; {"age":20,"city":"Rome"}
            """)
    void aConstantColumnIsScored(String format, String lines) throws IOException {
        Path input = folder.resolve("input." + format);
        Files.write(input, Arrays.asList(lines.split("; ")));
        done(score(format, input));
        assertThat(spark.read().parquet(folder.resolve("scores").toString()).count())
                .isEqualTo(2);
    }
}
