package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model, the paths of an input and an output, and the plain forward pass that outputs are compared with. */
abstract class ScoreJobHarness {

    static final int ROWS = 60;
    static final double TOLERANCE = 1e-5;

    static SparkSession spark;

    @TempDir
    Path dir;

    final ModelDirectory trained = ScoringFixtures.model();
    String model;
    String input;
    String output;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void write() throws IOException {
        model = dir.resolve("model").toString();
        input = dir.resolve("in").toString();
        output = dir.resolve("out").toString();
        trained.write(new Configuration(), model, false);
    }

    /** Returns a request for all outputs of the top layer. */
    ScoreRequest request() {
        return ScoreRequest.of(model, List.of(input), output)
                .withColumns(new ScoreRequest.Columns(null, null, true, true));
    }

    ScoreSummary score(ScoreRequest request) throws IOException {
        return new ScoreJob(spark, request, line -> {}).run();
    }

    void assertScored(int rows) {
        List<Row> all = spark.read().parquet(output).collectAsList();
        assertThat(all.stream().map(row -> row.<Long>getAs("id")).distinct()).hasSize(rows);
        assertThat(all).hasSize(rows).allSatisfy(row -> {
            long id = row.<Long>getAs("id");
            float[] pixels = ScoringFixtures.pixels(id, ScoringFixtures.INPUTS);
            double[] wanted = ScoringFixtures.reconstruction(trained.model(), pixels, 3);
            double error = 0;
            for (int i = 0; i < pixels.length; i++) {
                error -= pixels[i] * Math.log(wanted[i]) + (1 - pixels[i]) * Math.log(1 - wanted[i]);
            }
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(ScoringFixtures.code(trained.model(), pixels, 3), within(TOLERANCE));
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("reconstruction"))))
                    .containsExactly(wanted, within(TOLERANCE));
            assertThat(row.<Double>getAs("reconstruction_error")).isCloseTo(error, within(1e-4));
            assertThat(row.<String>getAs("name")).isEqualTo("row " + id);
            assertThat(row.<Integer>getAs("day")).isEqualTo((int) (id % 3));
        });
        assertThat(Files.exists(Path.of(output + ".run"))).isFalse();
    }

    static List<String> partitions(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(file -> table.relativize(file.getParent()).toString())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
