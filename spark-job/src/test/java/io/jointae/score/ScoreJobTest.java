package io.jointae.score;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreJobTest extends ScoreJobHarness {

    @Test
    void everyRowIsEncodedEveryColumnKeptAndTheRowsCounted() throws IOException {
        ScoringFixtures.table(spark, ROWS).repartition(3).write().parquet(input);
        ScoreSummary summary = score(request());
        assertThat(summary.rows()).isEqualTo(new ScoreSummary.Rows(ROWS, ROWS, 0));
        assertThat(summary.badOutput()).isNull();
        assertScored(ROWS);
        assertThat(spark.read().parquet(output).columns())
                .containsExactly("id", "name", "day", "features", "reconstruction", "reconstruction_error");
    }

    @Test
    void theOutputHasThePartitionsOfTheInput() throws IOException {
        ScoringFixtures.table(spark, ROWS)
                .withColumn("city", lit("a/b c"))
                .write()
                .partitionBy("day", "city")
                .parquet(input);
        score(request());
        assertScored(ROWS);
        assertThat(partitions(Path.of(output)))
                .isEqualTo(partitions(Path.of(input)))
                .hasSize(3);
    }

    @Test
    void globsAndListsOfPathsAreOneTable() throws IOException {
        ScoringFixtures.table(spark, 20).write().parquet(input + "/a1");
        ScoringFixtures.table(spark, 30).where("id >= 20").write().parquet(input + "/a2");
        ScoringFixtures.table(spark, 45)
                .where("id >= 30")
                .write()
                .parquet(dir.resolve("more").toString());
        ScoreSummary summary = score(ScoreRequest.of(
                        model, List.of(input + "/a*", dir.resolve("more").toString()), output)
                .withColumns(new ScoreRequest.Columns("pixels", null, true, true)));
        assertThat(summary.rows().rowsIn()).isEqualTo(45);
        assertScored(45);
    }

    @Test
    void globsOfPartitionFoldersKeepThePartitionColumns() throws IOException {
        ScoringFixtures.table(spark, ROWS).write().partitionBy("day").parquet(input);
        input += "/day=[02]";
        assertThat(score(request()).rows().rowsOut()).isEqualTo(2 * ROWS / 3);
        assertScored(2 * ROWS / 3);
        assertThat(partitions(Path.of(output))).containsExactly("day=0", "day=2");
    }

    @Test
    void aPreparedDatasetIsTheTableOfItsSplits() throws IOException {
        ScoringFixtures.table(spark, ROWS)
                .withColumn("split", expr("if(id < 9, 'test', 'train')"))
                .write()
                .partitionBy("split")
                .parquet(input);
        Files.writeString(Path.of(input, "manifest.json"), "{}");
        assertThat(score(request()).rows().rowsOut()).isEqualTo(ROWS);
        assertScored(ROWS);
        assertThat(partitions(Path.of(output))).containsExactly("split=test", "split=train");
    }

    @Test
    void anEmptyTableGivesAnEmptyOutput() throws IOException {
        ScoringFixtures.table(spark, 1).where("id > 5").write().parquet(input);
        assertThat(score(request()).rows().rowsOut()).isZero();
        assertThat(spark.read().parquet(output).collectAsList()).isEmpty();
    }
}
