package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.ScoringFixtures;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InvalidRowsTest extends ScoreJobHarness {

    private void writeWithInvalidRows() {
        Dataset<Row> bad = spark.createDataFrame(
                List.of(
                        ScoringFixtures.row(100, null),
                        ScoringFixtures.row(101, ScoringFixtures.boxed(new float[3])),
                        ScoringFixtures.row(
                                102, ScoringFixtures.boxed(new float[] {1, Float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))),
                ScoringFixtures.SCHEMA);
        ScoringFixtures.table(spark, ROWS).union(bad).coalesce(1).write().parquet(input);
    }

    @Test
    void anInvalidRowStopsTheJobWithTheFileAndTheRow() {
        writeWithInvalidRows();
        assertThatThrownBy(() -> score(request()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(input)
                .hasMessageEndingWith(
                        ".parquet: row 60 (counted from 0) is null: correct the row, or set invalidRows to skip.");
        assertThat(dir).isDirectoryNotContaining(path -> path.toString().startsWith(output));
    }

    @Test
    void invalidRowsCannotBeKept() {
        assertThatThrownBy(() -> request().withInvalidRows(InvalidRowPolicy.KEEP))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("invalidRows keep would write rows without features: choose error or skip.");
    }

    @Test
    void skippedRowsGoToTheSideTableWithTheReasonAndTheCountsAddUp() throws IOException {
        writeWithInvalidRows();
        ScoreSummary summary = score(request().withInvalidRows(InvalidRowPolicy.SKIP));
        assertThat(summary.rows()).isEqualTo(new ScoreSummary.Rows(ROWS + 3, ROWS, 3));
        assertScored(ROWS);
        List<Row> bad = spark.read().parquet(summary.badOutput()).orderBy("id").collectAsList();
        assertThat(bad.stream().map(row -> row.<String>getAs("bad_reason")))
                .containsExactly("is null", "has 3 values, not 12", "has null or NaN at index 1");
        assertThat(bad.stream().map(row -> row.<Long>getAs("bad_row"))).containsExactly(60L, 61L, 62L);
        assertThat(bad)
                .allSatisfy(row -> assertThat(row.<String>getAs("bad_file")).contains(input));
        assertThat(bad.get(1).<Integer>getAs("day")).isEqualTo(2);
    }
}
