package io.jointae.cli;

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
import org.junit.jupiter.params.provider.MethodSource;

/** A bad table of text is refused by one sentence, without a stack trace, with exit status 2 and without an output. */
class BadTablesTest {

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @MethodSource({"tablesOfCsv", "numbersOfCsv", "tablesOfJson"})
    void prepareRefusesTheTable(BadTable bad) throws IOException {
        bad.isRefused(folder);
    }

    static Stream<BadTable> tablesOfCsv() {
        String good = BadTable.rows("a,b,k\n", "#,1#,0");
        return Stream.of(
                csv("a text among numbers", good + "x,1,0\n", "column a holds texts that are not numbers, such as 'x'"),
                csv(
                        "a column without values",
                        BadTable.rows("a,b,k\n", "#,,0"),
                        "column b has no value in any training row"),
                csv(
                        "a constant column",
                        BadTable.rows("a,b,k\n", "#,7,0"),
                        "column b has the value 7.0 in every training row"),
                csv("a row with too few columns", good + "1,2\n", "row 11 does not have the columns of the table"),
                csv("a row with too many columns", good + "1,2,3,4\n", "row 11 does not have the columns of the table"),
                csv("an infinite value", good + "Infinity,1,0\n", "column a has values from 0.0 to Infinity"),
                csv(
                        "a value above the range of doubles",
                        good + "1e400,1,0\n",
                        "column a has values from 0.0 to Infinity"),
                csv("a value that is not a number", good + "NaN,1,0\n", "row 11 has no number in column a"),
                csv("a missing value", good + ",1,0\n", "row 11 has no number in column a"),
                csv("an empty file", "", "is empty: give files with a header and rows"),
                csv("a header without rows", "a,b,k\n", "has no rows: give a table that has some"),
                csv("a name that occurs twice", BadTable.rows("a,b,a\n", "#,1#,0"), "has the column a twice"),
                csv("names that differ in case only", BadTable.rows("a,b,A\n", "#,1#,0"), "has the column A twice"),
                csv(
                        "another delimiter",
                        BadTable.rows("a;b;k\n", "#;1#;0"),
                        "has one column in its first line, 'a;b;k': set --delimiter to the text between two columns"),
                csv("a column that does not exist", BadTable.rows("a,c\n", "#,1#"), "--features b is not a column of"),
                split(
                        "a category that only the test rows have",
                        BadTable.rows("a,b\n", "#,x\n#,y"),
                        "a,b\n1,z\n",
                        "row 1 has the category 'z' in column b, which no training row has: correct the row, or set"
                                + " --unseen-categories to zero",
                        "--categorical=b"),
                split(
                        "test rows with other columns",
                        BadTable.rows("a,b\n", "#,1#"),
                        "a,c\n1,2\n",
                        "has other columns in its header"));
    }

    static Stream<BadTable> numbersOfCsv() {
        String good = BadTable.rows("", "0.#,0.1#");
        return Stream.of(
                numbers("a text among numbers", good + "x,0\n", "has 'x' in column 1, which is not a number: correct"),
                numbers("a header that was not announced", "a,b\n" + good, "set --header if the line has the names"),
                numbers("a missing value", good + ",0\n", "has '' in column 1, which is not a number"),
                numbers("a row with too few columns", good + "0\n", "(row 11) has 1 column instead of 2: correct"),
                numbers("an infinite value", good + "0,Infinity\n", "(row 11) has Infinity in column 2"),
                numbers("a value that is not a number", good + "NaN,0\n", "(row 11) has NaN in column 1"),
                numbers(
                        "a constant column",
                        BadTable.rows("", "0.#,0.1"),
                        "value 2 of a row has the value 0.1 in every"),
                numbers("an empty file", "", "table.csv is empty: give a file that has rows"),
                numbers("an empty line at the start", "\n" + good, "starts with an empty line: remove the line"),
                numbers("another delimiter", BadTable.rows("", "0.#;0.1"), "'0.0;0.1': set --delimiter to the text"),
                numbers("no text", "PAR1\u0000\u0001\n", "has 'PAR1"),
                numbers("a header without rows", "a,b\n", "mine has no training rows", "--header"),
                numbers(
                        "a name that occurs twice",
                        BadTable.rows("a,a\n", "0.#,0.1#"),
                        "has the column a twice",
                        "--header"));
    }

    static Stream<BadTable> tablesOfJson() {
        String good = BadTable.rows("", "{\"a\":#,\"b\":1#}");
        return Stream.of(
                json(
                        "a text among numbers",
                        good + "{\"a\":\"x\",\"b\":1}\n",
                        "column a holds texts that are not numbers, such as 'x'"),
                json(
                        "an object in a column",
                        BadTable.rows("", "{\"a\":{\"x\":#}}"),
                        "column a has the type struct<x:bigint>"),
                json(
                        "a column without values",
                        BadTable.rows("", "{\"a\":#,\"b\":null}"),
                        "column b has no value in any training row"),
                json(
                        "a constant column",
                        BadTable.rows("", "{\"a\":#,\"b\":1}"),
                        "column b has the value 1.0 in every training row"),
                json("a missing key", good + "{\"a\":1}\n", "row 11 has no number in column b"),
                json(
                        "vectors of two lengths",
                        BadTable.rows("", "{\"a\":[1,#]}") + "{\"a\":[1]}\n",
                        "column a has vectors of 1 to 2 values"),
                json(
                        "an infinite value",
                        good + "{\"a\":Infinity,\"b\":1}\n",
                        "column a has values from 0.0 to Infinity"),
                json("an empty file", "", "has no line with a JSON object"),
                json("empty lines", "\n\n", "has no line with a JSON object"),
                json("lines of CSV", BadTable.rows("a,b\n", "#,1"), "has no line with a JSON object"),
                json("an object over several lines", "[\n{\n\"a\": 1\n}\n]\n", "has no line with a JSON object"),
                json("a damaged line", good + "{\"a\":1\n", "row 11 does not have the columns of the table"),
                json("a key that occurs twice", BadTable.rows("", "{\"a\":#,\"a\":1}"), "has the column a twice"),
                new BadTable(
                        "a category that only the test rows have",
                        List.of("--format=json", "--categorical=a"),
                        source -> {
                            Files.writeString(
                                    source.resolve("train.json"), BadTable.rows("", "{\"a\":\"x\"}\n{\"a\":\"y\"}"));
                            Files.writeString(source.resolve("test.json"), "{\"a\":\"z\"}\n");
                        },
                        "row 1 has the category 'z' in column a, which no training row has"));
    }

    private static BadTable csv(String wrong, String text, String message) {
        return BadTable.of(
                "--format=csv",
                wrong,
                source -> Files.writeString(source.resolve("table.csv"), text),
                message,
                "--header",
                "--features=a,b",
                "--scaling=minmax");
    }

    private static BadTable split(String wrong, String train, String test, String message, String... more) {
        List<String> options =
                new ArrayList<>(List.of("--format=csv", "--header", "--features=a,b", "--scaling=minmax"));
        options.addAll(List.of(more));
        return new BadTable(
                wrong,
                options,
                source -> {
                    Files.writeString(source.resolve("train.csv"), train);
                    Files.writeString(source.resolve("test.csv"), test);
                },
                message);
    }

    private static BadTable numbers(String wrong, String text, String message, String... more) {
        List<String> options = new ArrayList<>(List.of("--format=csv", "--scaling=minmax"));
        options.addAll(List.of(more));
        return new BadTable(wrong, options, source -> Files.writeString(source.resolve("table.csv"), text), message);
    }

    private static BadTable json(String wrong, String text, String message) {
        return BadTable.of(
                "--format=json",
                wrong,
                source -> Files.writeString(source.resolve("table.json"), text),
                message,
                "--scaling=minmax");
    }
}
