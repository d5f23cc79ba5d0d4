package io.jointae.sweep.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.TrainingDivergedException;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single training run reaches the tracking server with the same numbers as a trial of a sweep. */
class TrainingTrackingTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();

    private void train(SparkSession spark, PreparedDataset data, String learningRate, String server)
            throws IOException {
        SortedMap<String, String> options =
                new TreeMap<>(TrainingOptions.paper(Scheme.L, 2, AutoEncoderKind.DAE, 0.3, 0.01)
                        .toMap());
        options.put("hidden", "8");
        options.put("epochs", "2");
        options.put("evaluate-every", "1");
        options.put("learning-rate", learningRate);
        TrainingRun run = new TrainingRun(
                TrainingOptions.of(options), folder.resolve("model").toString(), false, true, 60);
        PrintStream out = new PrintStream(warnings, true, StandardCharsets.UTF_8);
        try (TrainingTracking tracking = new TrainingTracking(server, run, data.manifest(), out)) {
            run.train(spark, data, List.of(tracking));
        }
    }

    @Test
    void theServerReceivesEveryEpochAndHowTheRunEnded() throws Exception {
        SparkSession spark = TestSessions.local();
        try (TrackingServer server = new TrackingServer(TrackingServer.Behavior.HEALTHY)) {
            PreparedDataset data = PreparedDataset.open(
                    spark, DatasetBuilder.bars().test(10).width(16).write(spark, folder));
            train(spark, data, "0.01", server.uri());

            assertThat(server.bodies("experiments/create"))
                    .singleElement()
                    .satisfies(body -> assertThat(body.get("name").asText()).isEqualTo("bars"));
            assertThat(server.bodies("runs/create"))
                    .singleElement()
                    .satisfies(body -> assertThat(body.get("run_name").asText()).isEqualTo("bars DAE-2L"));
            List<String> metrics = server.bodies("runs/log-batch").stream()
                    .map(batch -> batch.get("metrics"))
                    .filter(sent -> sent != null)
                    .flatMap(sent -> sent.findValues("key").isEmpty()
                            ? Stream.<String>of()
                            : StreamSupport.stream(sent.spliterator(), false).map(TrainingTrackingTest::describe))
                    .toList();
            assertThat(metrics)
                    .contains(
                            "cost 1", "cost 2", "cost 3", "cost 4", "examples-per-second 4", "valid.reconstruction 4");
            assertThat(server.bodies("runs/update"))
                    .extracting(body -> body.get("status").asText())
                    .containsExactly("FINISHED");

            assertThatThrownBy(() -> train(spark, data, "100000", server.uri()))
                    .isInstanceOf(TrainingDivergedException.class);
            assertThat(server.bodies("runs/update"))
                    .extracting(body -> body.get("status").asText())
                    .containsExactly("FINISHED", "FAILED");
            assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();

            train(spark, data, "0.01", "http://localhost:1");
            assertThat(warnings.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("The training continues");
        } finally {
            spark.stop();
        }
    }

    private static String describe(JsonNode metric) {
        return metric.get("key").asText() + " " + metric.path("step").asLong();
    }

    @Test
    void theRequestedServerComesFirstAndTheVariableCountsOnlyIfItNamesAServer() {
        assertThat(TrainingTracking.server("http://asked:1", "http://env:1")).isEqualTo(Optional.of("http://asked:1"));
        assertThat(TrainingTracking.server(null, "http://env:1")).isEqualTo(Optional.of("http://env:1"));
        assertThat(TrainingTracking.server(null, "sqlite:///runs.db")).isEmpty();
        assertThatThrownBy(() -> TrainingTracking.server("runs", null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not the address of a tracking server");
    }
}
