package io.jointae.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.score.parquet.FeatureFormat;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingTest {

    private SparkSession spark;
    private final ModelDirectory trained = ScoringFixtures.model();

    @TempDir
    Path dir;

    @BeforeEach
    void start() {
        spark = TestSessions.local();
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    /** Files in, files out, one micro-batch a file, until all that is there is done. */
    private void runOnce(String format) throws Exception {
        StreamingQuery query = StackedAutoencoderModel.of(trained)
                .setInputCol("pixels")
                .transform(spark.readStream()
                        .schema(ScoringFixtures.SCHEMA)
                        .option("maxFilesPerTrigger", 1)
                        .parquet(dir.resolve("in").toString()))
                .writeStream()
                .format(format)
                .option("checkpointLocation", dir.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start(dir.resolve("out").toString());
        query.awaitTermination();
    }

    private void arrive(int from, int to) {
        ScoringFixtures.table(spark, to)
                .where("id >= " + from)
                .coalesce(1)
                .write()
                .mode("append")
                .parquet(dir.resolve("in").toString());
    }

    @Test
    void everyRowIsScoredOnceAcrossARestartBetweenMicroBatches() throws Exception {
        arrive(0, 10);
        arrive(10, 25);
        runOnce("parquet");
        stop();
        start();
        arrive(25, 40);
        runOnce(FeatureFormat.NAME);
        List<Row> rows = spark.read()
                .parquet(dir.resolve("out").toString())
                .orderBy("id")
                .collectAsList();
        assertThat(rows).hasSize(40);
        for (int id = 0; id < rows.size(); id++) {
            Row row = rows.get(id);
            assertThat(row.<Long>getAs("id")).isEqualTo(id);
            assertThat(ScoringFixtures.doubles(row.getList(row.fieldIndex("features"))))
                    .containsExactly(
                            ScoringFixtures.code(
                                    trained.model(), ScoringFixtures.pixels(id, ScoringFixtures.INPUTS), 3),
                            within(1e-5));
        }
    }
}
