package io.jointae.sweep.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.base.InvalidInputException;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MlflowTrackingTest {

    private static final Configuration CONF = new Configuration();

    @TempDir
    private Path dir;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream progress = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private List<String> warnings() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("mlflow"))
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return list == null ? Stream.of() : StreamSupport.stream(list.spliterator(), false);
    }

    @Test
    void aSweepSendsEachTrialToTheServerAndRunsWithoutAServerToo() throws Exception {
        SparkSession spark = TestSessions.local();
        try (TrackingServer server = new TrackingServer(TrackingServer.Behavior.HEALTHY)) {
            DatasetBuilder.bars().write(spark, dir);
            String grid = TestGrids.small(dir.toString(), "[J, L]", "[2]", "[0.5]");
            SweepPlan tracked = SweepPlan.of(CONF, TestGrids.read(grid + "mlflow: " + server.uri() + "\n"));
            assertThat(run(spark, tracked, "tracked")).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
            assertReceived(server);

            SweepPlan refused = SweepPlan.of(CONF, TestGrids.read(grid + "mlflow: http://localhost:1\n"));
            assertThat(warnings()).isEmpty();
            assertThat(run(spark, refused, "refused")).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
            assertThat(warnings()).singleElement().asString().contains("http://localhost:1", "The sweep continues");
        } finally {
            spark.stop();
        }
    }

    private Sweep.Summary run(SparkSession spark, SweepPlan plan, String folder) throws Exception {
        return new Sweep(spark, plan, dir.resolve(folder).toString(), 2, progress, List::of).run(false);
    }

    private static void assertReceived(TrackingServer server) {
        assertThat(server.bodies("experiments/create"))
                .singleElement()
                .satisfies(body -> assertThat(body.get("name").asText()).isEqualTo("small"));
        assertThat(server.bodies("runs/create"))
                .extracting(body -> body.get("experiment_id").asText() + " "
                        + body.get("run_name").asText())
                .containsExactlyInAnyOrder(
                        "7 bars DAE-2J noise 0.5 learning-rate 0.01 seed 1",
                        "7 bars DAE-2L noise 0.5 learning-rate 0.01 seed 1");
        List<String> params = new ArrayList<>();
        List<String> metrics = new ArrayList<>();
        for (JsonNode batch : server.bodies("runs/log-batch")) {
            elements(batch.get("params"))
                    .map(param ->
                            param.get("key").asText() + " " + param.get("value").asText())
                    .forEach(params::add);
            elements(batch.get("metrics"))
                    .map(metric -> metric.get("key").asText() + " "
                            + metric.path("step").asLong())
                    .forEach(metrics::add);
        }
        assertThat(params).contains("scheme J", "scheme L", "noise 0.5", "epochs 2", "hidden 8");
        // Two epochs of J, two of each layer of L.
        assertThat(metrics)
                .filteredOn(metric -> metric.startsWith("cost "))
                .hasSize(6)
                .contains("cost 4");
        assertThat(metrics).contains("examples-per-second 2", "step-examples-per-second 2");
        assertThat(metrics).contains("valid.reconstruction 2", "test.svm-error-percent 0", "valid.svm-error-percent 0");
        assertThat(server.bodies("runs/update"))
                .extracting(body -> body.get("status").asText())
                .containsExactly("FINISHED", "FINISHED");
    }

    @ParameterizedTest
    @EnumSource(
            value = TrackingServer.Behavior.class,
            names = {"BROKEN", "SILENT"})
    void aServerThatFailsOrNeverAnswersPrintsOneLineAndDelaysNothing(TrackingServer.Behavior behavior)
            throws Exception {
        long timeoutMillis = 2000;
        List<Trial> trials = TestGrids.trials(TestGrids.small("data", "[J]", "[2, 3]", "[0.1, 0.3, 0.5, 0.7, 0.9]"));
        try (TrackingServer server = new TrackingServer(behavior)) {
            MlflowTracking tracking = new MlflowTracking(server.uri(), "small", progress, timeoutMillis, timeoutMillis);
            // The first calls load the classes of the client, which is not part of the measured time.
            tracking.listener(trials.get(0));
            tracking.onTrialEnd(trials.get(0), List.of());
            long begin = System.nanoTime();
            for (Trial trial : trials) {
                tracking.listener(trial).onStart(trial.plan(), null);
                tracking.onTrialEnd(trial, List.of());
            }
            assertThat((System.nanoTime() - begin) * 1e-6).isLessThan(timeoutMillis);
            tracking.close();
            assertThat((System.nanoTime() - begin) * 1e-6).isLessThan(10 * timeoutMillis);
            assertThat(warnings()).singleElement().asString().startsWith("mlflow at " + server.uri());
            // Three of the twenty-two calls and the last one are made; the client itself retries each up to three
            // times.
            assertThat(server.bodies("experiments/search")).isNotEmpty().hasSizeLessThanOrEqualTo(4 * 3);
        }
    }

    @Test
    void anUnknownExperimentIsSearchedAndCreatedWithoutAnErrorOfTheServer() throws Exception {
        Trial trial = trials("[0.5]").get(0);
        try (TrackingServer server = new TrackingServer(TrackingServer.Behavior.HEALTHY)) {
            MlflowTracking tracking = tracking(server);
            tracking.listener(trial);
            tracking.onTrialEnd(trial, List.of());
            tracking.close();
            assertThat(server.bodies("experiments/search"))
                    .singleElement()
                    .satisfies(body -> assertThat(body.get("filter").asText()).isEqualTo("name = 'small'"));
            assertThat(server.bodies("experiments/create")).hasSize(1);
            assertThat(server.bodies("experiments/get-by-name")).isEmpty();
        }
    }

    @Test
    void runsThatEndDuringAnOutageAreEndedWhenTheSweepEnds() throws Exception {
        List<Trial> trials = trials("[0.1, 0.3, 0.5, 0.7, 0.9]");
        try (TrackingServer server = new TrackingServer(TrackingServer.Behavior.HEALTHY)) {
            MlflowTracking tracking = tracking(server);
            trials.forEach(tracking::listener);
            await(() -> server.bodies("runs/log-batch").size() == trials.size());
            server.behave(TrackingServer.Behavior.BROKEN);
            trials.subList(0, 4).forEach(trial -> tracking.onTrialEnd(trial, List.of()));
            await(() -> !warnings().isEmpty());
            server.behave(TrackingServer.Behavior.HEALTHY);
            tracking.close();
            assertThat(server.bodies("runs/update").stream()
                            .map(body -> body.get("run_id").asText() + " "
                                    + body.get("status").asText()))
                    .contains("run-1 FINISHED", "run-2 FINISHED", "run-3 FINISHED", "run-4 FINISHED", "run-5 KILLED");
            assertThat(warnings()).hasSize(1);
        }
    }

    @Test
    void runsThatCannotBeEndedAreNamedAndTheCredentialsOfTheServerAreNot() throws Exception {
        List<Trial> trials = trials("[0.1, 0.3]");
        try (TrackingServer server = new TrackingServer(TrackingServer.Behavior.HEALTHY)) {
            String secret = server.uri().replace("//", "//ann:secret@");
            MlflowTracking tracking = new MlflowTracking(secret, "small", progress, 30_000, 60_000);
            trials.forEach(tracking::listener);
            await(() -> server.bodies("runs/log-batch").size() == trials.size());
            server.behave(TrackingServer.Behavior.BROKEN);
            trials.forEach(trial -> tracking.onTrialEnd(trial, List.of()));
            tracking.close();
            assertThat(warnings())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            "mlflow at " + server.uri() + ": The following runs of the experiment small have ended, but"
                                    + " the server keeps them as RUNNING: run-1, run-2.");
        }
    }

    private static List<Trial> trials(String noises) throws Exception {
        return TestGrids.trials(TestGrids.small("data", "[J]", "[2]", noises));
    }

    private MlflowTracking tracking(TrackingServer server) {
        return new MlflowTracking(server.uri(), "small", progress, 30_000, 60_000);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }

    @Test
    void onlyTheAddressOfAServerIsAcceptedAndTheRequestedOneComesFirst() throws Exception {
        String grid = TestGrids.small("data", "[J]", "[2]", "[0.5]");
        assertThatThrownBy(() -> TestGrids.read(grid + "mlflow: sqlite:///runs.db\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mine.yaml: mlflow sqlite:///runs.db is not the address of a tracking server");
        Configuration conf = new Configuration();
        SweepPlan none = SweepPlan.preview(conf, TestGrids.read(grid.replace("bars", "rectangles")));
        SweepPlan named =
                SweepPlan.preview(conf, TestGrids.read(grid.replace("bars", "rectangles") + "mlflow: http://file:1\n"));
        assertThat(Sweep.mlflow("http://asked:1", named, "http://env:1")).isEqualTo("http://asked:1");
        assertThat(Sweep.mlflow(null, named, "http://env:1")).isEqualTo("http://file:1");
        assertThat(Sweep.mlflow(null, none, "http://env:1")).isEqualTo("http://env:1");
        assertThat(Sweep.mlflow(null, none, "sqlite:///runs.db")).isNull();
        assertThat(Sweep.mlflow(null, none, null)).isNull();
    }
}
