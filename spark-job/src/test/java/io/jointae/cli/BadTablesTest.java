package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad table of any format is refused by one sentence, without a stack trace, with exit status 2 and without an output. */
class BadTablesTest {

    private static SparkSession spark;

    @TempDir
    private Path folder;

    /** Writes a table into a folder. */
    private interface Table {
        void write(Path folder) throws IOException;
    }

    /**
     * A table that cannot become a dataset.
     *
     * @param wrong what is wrong
     * @param options the options of prepare, which begin with the format
     * @param table the table
     * @param message a part of the sentence
     */
    private record Bad(String wrong, List<String> options, Table table, String message) {

        @Override
        public String toString() {
            return options.get(0) + ": " + wrong;
        }
    }

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @MethodSource({"tablesOfCsv", "numbersOfCsv", "tablesOfJson", "tablesWithTypes", "filesWithTypes", "vectors"})
    void prepareRefusesTheTable(Bad bad) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        bad.table.write(source);
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("prepare", "mine", "--source=" + source, "--out=" + out));
        arguments.addAll(bad.options);
        assertThat(ShownErrors.refusal(arguments.toArray(String[]::new))).contains(bad.message);
        if (Files.exists(out)) {
            assertThat(out).isEmptyDirectory();
        }
    }

    static Stream<Bad> tablesOfCsv() {
        String good = rows("a,b,k\n", "#,1#,0");
        return Stream.of(
                csv("a text among numbers", good + "x,1,0\n", "column a holds texts that are not numbers, such as 'x'"),
                csv("a column without values", rows("a,b,k\n", "#,,0"), "column b has no value in any training row"),
                csv("a constant column", rows("a,b,k\n", "#,7,0"), "column b has the value 7.0 in every training row"),
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
                csv("a name that occurs twice", rows("a,b,a\n", "#,1#,0"), "has the column a twice"),
                csv("names that differ in case only", rows("a,b,A\n", "#,1#,0"), "has the column A twice"),
                csv(
                        "another delimiter",
                        rows("a;b;k\n", "#;1#;0"),
                        "has one column in its first line, 'a;b;k': set --delimiter to the text between two columns"),
                csv("a column that does not exist", rows("a,c\n", "#,1#"), "--features b is not a column of"),
                split(
                        "a category that only the test rows have",
                        rows("a,b\n", "#,x\n#,y"),
                        "a,b\n1,z\n",
                        "row 1 has the category 'z' in column b, which no training row has: correct the row, or set"
                                + " --unseen-categories to zero",
                        "--categorical=b"),
                split(
                        "test rows with other columns",
                        rows("a,b\n", "#,1#"),
                        "a,c\n1,2\n",
                        "has other columns in its header"));
    }

    static Stream<Bad> numbersOfCsv() {
        String good = rows("", "0.#,0.1#");
        return Stream.of(
                numbers("a text among numbers", good + "x,0\n", "has 'x' in column 1, which is not a number: correct"),
                numbers("a header that was not announced", "a,b\n" + good, "set --header if the line has the names"),
                numbers("a missing value", good + ",0\n", "has '' in column 1, which is not a number"),
                numbers("a row with too few columns", good + "0\n", "(row 11) has 1 column instead of 2: correct"),
                numbers("an infinite value", good + "0,Infinity\n", "(row 11) has Infinity in column 2"),
                numbers("a value that is not a number", good + "NaN,0\n", "(row 11) has NaN in column 1"),
                numbers("a constant column", rows("", "0.#,0.1"), "value 2 of a row has the value 0.1 in every"),
                numbers("an empty file", "", "table.csv is empty: give a file that has rows"),
                numbers("an empty line at the start", "\n" + good, "starts with an empty line: remove the line"),
                numbers("another delimiter", rows("", "0.#;0.1"), "'0.0;0.1': set --delimiter to the text"),
                numbers("no text", "PAR1\u0000\u0001\n", "has 'PAR1"),
                numbers("a header without rows", "a,b\n", "mine has no training rows", "--header"),
                numbers("a name that occurs twice", rows("a,a\n", "0.#,0.1#"), "has the column a twice", "--header"));
    }

    static Stream<Bad> tablesOfJson() {
        String good = rows("", "{\"a\":#,\"b\":1#}");
        return Stream.of(
                json(
                        "a text among numbers",
                        good + "{\"a\":\"x\",\"b\":1}\n",
                        "column a holds texts that are not numbers, such as 'x'"),
                json("an object in a column", rows("", "{\"a\":{\"x\":#}}"), "column a has the type struct<x:bigint>"),
                json(
                        "a column without values",
                        rows("", "{\"a\":#,\"b\":null}"),
                        "column b has no value in any training row"),
                json(
                        "a constant column",
                        rows("", "{\"a\":#,\"b\":1}"),
                        "column b has the value 1.0 in every training row"),
                json("a missing key", good + "{\"a\":1}\n", "row 11 has no number in column b"),
                json(
                        "vectors of two lengths",
                        rows("", "{\"a\":[1,#]}") + "{\"a\":[1]}\n",
                        "column a has vectors of 1 to 2 values"),
                json(
                        "an infinite value",
                        good + "{\"a\":Infinity,\"b\":1}\n",
                        "column a has values from 0.0 to Infinity"),
                json("an empty file", "", "has no line with a JSON object"),
                json("empty lines", "\n\n", "has no line with a JSON object"),
                json("lines of CSV", rows("a,b\n", "#,1"), "has no line with a JSON object"),
                json("an object over several lines", "[\n{\n\"a\": 1\n}\n]\n", "has no line with a JSON object"),
                json("a damaged line", good + "{\"a\":1\n", "row 11 does not have the columns of the table"),
                json("a key that occurs twice", rows("", "{\"a\":#,\"a\":1}"), "has the column a twice"),
                new Bad(
                        "a category that only the test rows have",
                        List.of("--format=json", "--categorical=a"),
                        source -> {
                            Files.writeString(source.resolve("train.json"), rows("", "{\"a\":\"x\"}\n{\"a\":\"y\"}"));
                            Files.writeString(source.resolve("test.json"), "{\"a\":\"z\"}\n");
                        },
                        "row 1 has the category 'z' in column a, which no training row has"));
    }

    static Stream<Bad> tablesWithTypes() {
        return Stream.of(
                        columns(
                                "texts",
                                "column b holds texts that are not numbers, such as 'x'",
                                "id as a;'x' as b;0 as k"),
                        columns(
                                "numbers as texts",
                                "column b holds numbers as texts, such as '5'",
                                "id as a;'5' as b;0 as k"),
                        columns("times", "column b has the type timestamp", "id as a;timestamp(id) as b;0 as k"),
                        columns(
                                "objects",
                                "column b has the type struct<x:bigint>",
                                "id as a;struct(id as x) as b;0 as k"),
                        columns("maps", "column b has the type map<string,bigint>", "id as a;map('x', id) as b;0 as k"),
                        columns("bytes", "column b has the type binary", "id as a;binary('x') as b;0 as k"),
                        columns(
                                "a column without values",
                                "column b has no value in any",
                                "id as a;double(null) as b;0 as k"),
                        columns("a constant column", "column b has the value 3.0 in every", "id as a;3 as b;0 as k"),
                        columns(
                                "test rows of another type",
                                "column b has the type string, but in the training rows it holds numbers",
                                "id as a;double(id) as b;0 as k",
                                "id as a;string(id) as b;0 as k"),
                        columns(
                                "test rows without a column",
                                "has no column b, which the training rows have",
                                "id as a;double(id) as b;0 as k",
                                "id as a;0 as k"),
                        columns(
                                "vectors of two lengths",
                                "row 6 has 1 value in column a, not 2",
                                "if(id = 5, array(1d), array(1d, id)) as a;0 as k"),
                        columns(
                                "an infinite value",
                                "row 6 has Infinity in column a",
                                "if(id = 5, double('Infinity'), id) as a;0 as k"),
                        columns(
                                "an infinite value in the test rows",
                                "row 1 has Infinity in column a",
                                "id as a;0 as k",
                                "double('Infinity') as a;0 as k"),
                        columns(
                                "an infinite value in a vector",
                                "row 6 has Infinity at index 0 of column a",
                                "array(if(id = 5, double('Infinity'), id)) as a;0 as k"),
                        columns(
                                "a value that is not a number",
                                "row 6 has no number in column a",
                                "if(id = 5, double('NaN'), id) as a;0 as k"),
                        columns(
                                "a missing value in a vector",
                                "row 6 has no number at index 0 of column a",
                                "array(if(id = 5, null, double(id))) as a;0 as k"),
                        columns(
                                "no column but the one that is left out",
                                "has no column that can be a feature",
                                "0 as k"))
                .flatMap(bad -> bad);
    }

    static Stream<Bad> filesWithTypes() {
        return Stream.of("parquet", "orc").flatMap(format -> {
            String options = "--format=" + format;
            return Stream.of(
                    bad(
                            options,
                            "no rows",
                            source -> write(format, source, 0, "id as a", "0 as k"),
                            "has no rows: give a table that has some"),
                    bad(options, "an empty folder", source -> {}, "has no files: give a file, or a folder with files"),
                    bad(
                            options,
                            "an empty file",
                            source -> Files.createFile(source.resolve("a." + format)),
                            format.equals("orc")
                                    ? "has no file of the format orc that has columns"
                                    : "a.parquet is not a Parquet file"),
                    bad(
                            options,
                            "a file of CSV",
                            source -> Files.writeString(source.resolve("a." + format), rows("a,b\n", "#,#")),
                            format.equals("orc")
                                    ? "a.orc is damaged or is no file of the format orc"
                                    : "a.parquet is not a Parquet file"),
                    bad(
                            options,
                            "names that differ in case only",
                            source -> {
                                spark.conf().set("spark.sql.caseSensitive", true);
                                write(format, source, 10, "id as a", "2 * id as A");
                                spark.conf().set("spark.sql.caseSensitive", false);
                            },
                            "has the column a twice"),
                    bad(
                            options,
                            "a category that only the test rows have",
                            source -> {
                                write(format, source.resolve("train"), 10, "id as a", "if(id % 2 = 0, 'x', 'y') as k");
                                write(format, source.resolve("test"), 10, "id as a", "'z' as k");
                            },
                            "row 1 has the category 'z' in column k, which no training row has",
                            "--features=a,k",
                            "--categorical=k"),
                    bad(
                            options,
                            "files of two types",
                            source -> {
                                write(format, source.resolve("1"), 10, "id as a", "0 as k");
                                write(format, source.resolve("2"), 10, "concat('x', id) as a", "0 as k");
                            },
                            format.equals("orc")
                                    ? "row 1 has no number in column a"
                                    : "in column a, but the first file has the type bigint"));
        });
    }

    static Stream<Bad> vectors() {
        return Stream.of(
                vectors("texts only", "has 0 columns of arrays of numbers or of images", "'x' as b"),
                vectors("two lengths", "row 6 has", "if(id = 5, array(1d), array(1d, 0.5)) as a"),
                vectors(
                        "an infinite value",
                        "row 6 has the value Infinity",
                        "array(if(id = 5, double('Infinity'), 0.5d)) as a"),
                vectors("a missing vector", "row 6 has no values", "if(id = 5, null, array(0.5d)) as a"),
                vectors("a missing value", "row 6 has no values", "array(if(id = 5, null, 0.5d)) as a"),
                vectors(
                        "a column without values",
                        "does not start with a row of at least one value",
                        "cast(null as array<double>) as a"),
                vectors(
                        "two columns of vectors",
                        "has 2 columns of arrays of numbers or of images: set --pixels-column",
                        "array(0.5d) as a;array(0.5d) as b"),
                vectors(
                        "vectors of length 0",
                        "does not start with a row of at least one value",
                        "cast(array() as array<double>) as a"));
    }

    private static Bad csv(String wrong, String text, String message) {
        return bad(
                "--format=csv",
                wrong,
                source -> Files.writeString(source.resolve("table.csv"), text),
                message,
                "--header",
                "--features=a,b",
                "--scaling=minmax");
    }

    private static Bad split(String wrong, String train, String test, String message, String... more) {
        List<String> options =
                new ArrayList<>(List.of("--format=csv", "--header", "--features=a,b", "--scaling=minmax"));
        options.addAll(List.of(more));
        return new Bad(
                wrong,
                options,
                source -> {
                    Files.writeString(source.resolve("train.csv"), train);
                    Files.writeString(source.resolve("test.csv"), test);
                },
                message);
    }

    private static Bad numbers(String wrong, String text, String message, String... more) {
        List<String> options = new ArrayList<>(List.of("--format=csv", "--scaling=minmax"));
        options.addAll(List.of(more));
        return new Bad(wrong, options, source -> Files.writeString(source.resolve("table.csv"), text), message);
    }

    private static Bad json(String wrong, String text, String message) {
        return bad(
                "--format=json",
                wrong,
                source -> Files.writeString(source.resolve("table.json"), text),
                message,
                "--scaling=minmax");
    }

    private static Bad bad(String format, String wrong, Table table, String message, String... more) {
        List<String> options = new ArrayList<>(List.of(format));
        options.addAll(more.length > 0 ? List.of(more) : List.of("--except=k"));
        if (!options.contains("--scaling=minmax")) {
            options.add("--scaling=minmax");
        }
        return new Bad(wrong, options, table, message);
    }

    /** Returns a table as Parquet and as ORC: its training rows, and its test rows if there are two lists of columns. */
    private static Stream<Bad> columns(String wrong, String message, String... columns) {
        return Stream.of("parquet", "orc")
                .map(format -> bad(
                        "--format=" + format,
                        wrong,
                        source -> {
                            for (int i = 0; i < columns.length; i++) {
                                Path part = columns.length == 1 ? source : source.resolve(i == 0 ? "train" : "test");
                                write(format, part, 10, columns[i].split(";"));
                            }
                        },
                        message));
    }

    private static Bad vectors(String wrong, String message, String columns) {
        return new Bad(
                wrong,
                List.of("--format=parquet"),
                source -> write("parquet", source, 10, columns.split(";")),
                message);
    }

    private static void write(String format, Path target, int rows, String... columns) {
        spark.range(0, rows, 1, 1)
                .selectExpr(columns)
                .write()
                .format(format)
                .mode("append")
                .save(target.toString());
    }

    /** Returns a text with ten lines after its beginning; # stands for the number of a line. */
    private static String rows(String beginning, String line) {
        StringBuilder text = new StringBuilder(beginning);
        IntStream.range(0, 10)
                .forEach(
                        i -> text.append(line.replace("#", Integer.toString(i))).append('\n'));
        return text.toString();
    }
}
