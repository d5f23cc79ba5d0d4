package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.PreparedDataset;
import io.jointae.model.EpochRecord;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingRun;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrapes the driver as Prometheus does, with the metrics settings of {@code conf/spark-defaults.conf}. */
class SparkMetricsTest {

    /** Follows redirects, as Prometheus does. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @TempDir
    Path folder;

    private static Properties shippedSettings() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("../conf/spark-defaults.conf"))) {
            settings.load(in);
        }
        return settings;
    }

    private static SparkSession session() throws IOException {
        SparkSession.Builder builder =
                TestSessions.builder(1).config("spark.ui.enabled", "true").config("spark.ui.port", "0");
        Properties settings = shippedSettings();
        for (String name : settings.stringPropertyNames()) {
            if (name.startsWith("spark.metrics.")) {
                builder.config(name, settings.getProperty(name).strip());
            }
        }
        return builder.getOrCreate();
    }

    private static List<String> scrape(SparkSession spark) {
        URI uri = URI.create(spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus");
        try {
            HttpResponse<String> answer =
                    CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body()
                    .lines()
                    .filter(line -> line.contains("jointae_bars"))
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aScrapeShowsTheMetricsDuringTrainingAndNoneAfterwards() throws IOException {
        try (SparkSession spark = session()) {
            PreparedDataset data = PreparedDataset.open(
                    spark, DatasetBuilder.bars().test(10).width(16).write(spark, folder));
            SortedMap<String, String> options =
                    new TreeMap<>(TrainingOptions.paper(Scheme.L, 2, AutoEncoderKind.DAE, 0.3, 0.01)
                            .toMap());
            options.put("hidden", "8");
            options.put("epochs", "4");
            options.put("evaluate-every", "1");
            TrainingRun run = new TrainingRun(
                    TrainingOptions.of(options), folder.resolve("model").toString(), false, false, 60);
            List<EpochRecord> records = new ArrayList<>();
            List<List<String>> scrapes = new ArrayList<>();
            run.train(spark, data, List.of(new RunListener() {
                @Override
                public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
                    records.add(record);
                }

                @Override
                public void onRoundEnd(TrainingPlan plan, TrainingState state) {
                    scrapes.add(scrape(spark));
                }
            }));
            String prefix = "metrics_jointae_driver_jointae_bars_DAE_2L_";
            EpochRecord last = records.get(records.size() - 1);
            assertThat(scrapes.get(scrapes.size() - 1))
                    .contains(
                            prefix + "cost_Value{type=\"gauges\"} " + last.cost(),
                            prefix + "valid_Value{type=\"gauges\"} " + last.valid(),
                            prefix + "examples_per_second_Value{type=\"gauges\"} " + last.examplesPerSecond(),
                            prefix + "step_examples_per_second_Value{type=\"gauges\"} " + last.stepExamplesPerSecond(),
                            prefix + "epoch_Value{type=\"gauges\"} 8.0",
                            prefix + "epochs_Value{type=\"gauges\"} 8.0");
            assertThat(scrape(spark)).isEmpty();
            try (SparkMetrics one = SparkMetrics.register("bars");
                    SparkMetrics two = SparkMetrics.register("bars")) {
                assertThat(one).isNotSameAs(two);
                assertThat(scrape(spark))
                        .anyMatch(line -> line.startsWith("metrics_jointae_driver_jointae_bars_cost_Value"))
                        .anyMatch(line -> line.startsWith("metrics_jointae_driver_jointae_bars_2_cost_Value"));
            }
        }
    }
}
