package io.jointae.cli;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad column of vectors or of images is refused by one sentence, like a bad table. */
class BadVectorsTest {

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
    @MethodSource("vectors")
    void prepareRefusesTheTable(BadTable bad) throws IOException {
        bad.isRefused(folder);
    }

    static Stream<BadTable> vectors() {
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

    private static BadTable vectors(String wrong, String message, String columns) {
        return new BadTable(
                wrong,
                List.of("--format=parquet"),
                source -> BadTable.write(writing, "parquet", source, 10, columns.split(";")),
                message);
    }
}
