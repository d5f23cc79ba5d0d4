package io.jointae.cli;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad table of Parquet or ORC files is refused by one sentence, like one of text. */
class BadTypedTablesTest {

    private static SparkSession spark;
    private static SparkSession writing;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        writing = BadTable.writingSession(spark);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @MethodSource({"tablesWithTypes", "filesWithTypes"})
    void prepareRefusesTheTable(BadTable bad) throws IOException {
        bad.isRefused(folder);
    }

    static Stream<BadTable> tablesWithTypes() {
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

    static Stream<BadTable> filesWithTypes() {
        return Stream.of("parquet", "orc").flatMap(format -> {
            String options = "--format=" + format;
            return Stream.of(
                    BadTable.of(
                            options,
                            "no rows",
                            source -> BadTable.write(writing, format, source, 0, "id as a", "0 as k"),
                            "has no rows: give a table that has some"),
                    BadTable.of(
                            options,
                            "an empty folder",
                            source -> {},
                            "has no files: give a file, or a folder with files"),
                    BadTable.of(
                            options,
                            "an empty file",
                            source -> Files.createFile(source.resolve("a." + format)),
                            format.equals("orc")
                                    ? "has no file of the format orc that has columns"
                                    : "a.parquet is not a Parquet file"),
                    BadTable.of(
                            options,
                            "a file of CSV",
                            source -> Files.writeString(source.resolve("a." + format), BadTable.rows("a,b\n", "#,#")),
                            format.equals("orc")
                                    ? "a.orc is damaged or is no file of the format orc"
                                    : "a.parquet is not a Parquet file"),
                    BadTable.of(
                            options,
                            "names that differ in case only",
                            source -> {
                                writing.conf().set("spark.sql.caseSensitive", true);
                                BadTable.write(writing, format, source, 10, "id as a", "2 * id as A");
                                writing.conf().set("spark.sql.caseSensitive", false);
                            },
                            "has the column a twice"),
                    BadTable.of(
                            options,
                            "a category that only the test rows have",
                            source -> {
                                BadTable.write(
                                        writing,
                                        format,
                                        source.resolve("train"),
                                        10,
                                        "id as a",
                                        "if(id % 2 = 0, 'x', 'y') as k");
                                BadTable.write(writing, format, source.resolve("test"), 10, "id as a", "'z' as k");
                            },
                            "row 1 has the category 'z' in column k, which no training row has",
                            "--features=a,k",
                            "--categorical=k"),
                    BadTable.of(
                            options,
                            "files of two types",
                            source -> {
                                BadTable.write(writing, format, source.resolve("1"), 10, "id as a", "0 as k");
                                BadTable.write(
                                        writing, format, source.resolve("2"), 10, "concat('x', id) as a", "0 as k");
                            },
                            format.equals("orc")
                                    ? "row 1 has no number in column a"
                                    : "in column a, but the first file has the type bigint"));
        });
    }

    /** Returns a table as Parquet and as ORC: its training rows, and its test rows if there are two lists of columns. */
    private static Stream<BadTable> columns(String wrong, String message, String... columns) {
        return Stream.of("parquet", "orc")
                .map(format -> BadTable.of(
                        "--format=" + format,
                        wrong,
                        source -> {
                            for (int i = 0; i < columns.length; i++) {
                                Path part = columns.length == 1 ? source : source.resolve(i == 0 ? "train" : "test");
                                BadTable.write(writing, format, part, 10, columns[i].split(";"));
                            }
                        },
                        message));
    }
}
