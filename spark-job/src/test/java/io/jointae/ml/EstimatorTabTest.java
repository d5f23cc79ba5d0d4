package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.encode.ScoringFixtures;
import io.jointae.train.watch.SparkPages;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark's pages show what {@code fit} trains as they show the runs of the command {@code train}. */
class EstimatorTabTest {

    @TempDir
    private Path folder;

    private static StackedAutoencoder stage(String uid, int epochs) {
        return new StackedAutoencoder(uid)
                .setInputCol("pixels")
                .setOption("hidden", "6,4")
                .setOption("batch-size", "10")
                .setOption("workers", "2")
                .setOption("epochs", Integer.toString(epochs));
    }

    @Test
    @Timeout(300)
    void theTabShowsARunLiveHowItEndedAndTheSameInTheHistoryServer() throws Exception {
        String application;
        String last;
        StackedAutoencoderModel model;
        try (SparkSession spark = SparkPages.session(folder).getOrCreate()) {
            application = spark.sparkContext().applicationId();
            Dataset<Row> table = ScoringFixtures.table(spark, 80);
            // This run would train for days.
            CompletableFuture<StackedAutoencoderModel> endless = CompletableFuture.supplyAsync(
                    () -> stage("endless", 1_000_000).fit(table));
            String live;
            do {
                assertThat(endless).isNotDone();
                Thread.sleep(20);
                live = spark.sparkContext()
                                .ui()
                                .get()
                                .getTabs()
                                .exists(tab -> tab.prefix().equals("training"))
                        ? SparkPages.live(spark)
                        : "";
            } while (!live.contains("Examples per second of each worker"));
            assertThat(live)
                    .contains("pixels DAE-2J (endless), running", "of 1,000,000</td>", "http-equiv=\"refresh\"")
                    .contains("<h4>", "Cost", "worker 1");

            while (!endless.isDone()) {
                // Between two rounds there is no job to cancel.
                spark.sparkContext().cancelAllJobs();
                Thread.sleep(20);
            }
            assertThatThrownBy(endless::join).isInstanceOf(CompletionException.class);
            model = stage("short", 3).fit(table);
            last = SparkPages.settled(spark);
        }

        assertThat(last)
                .contains("pixels DAE-2J (endless), failed", "pixels DAE-2J (short), finished")
                .containsPattern("<td>short</td><td>finished</td><td>3 of 3</td>")
                .doesNotContain("http-equiv=\"refresh\"");
        List<Double> ranks = model.trained().card().codes().layers().stream()
                .map(layer -> layer.effectiveRank())
                .toList();
        assertThat(ranks).hasSize(2).allMatch(rank -> rank > 1);
        assertThat(last).contains("<td>%.2f, %.2f</td>".formatted(ranks.get(0), ranks.get(1)));
        assertThat(SparkPages.contents(SparkPages.inHistory(folder, application)))
                .isEqualTo(SparkPages.contents(last));
    }
}
