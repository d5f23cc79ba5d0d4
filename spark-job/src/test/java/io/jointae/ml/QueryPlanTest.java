package io.jointae.ml;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.encode.ScoringFixtures;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that Spark optimizes a query through {@code transform} as it does through its own transformers. */
class QueryPlanTest {

    private static final int ROWS = 30;
    private static final ModelDirectory MODEL = ScoringFixtures.model();

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Dataset<Row> scored;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        String file = folder.resolve("table").toString();
        ScoringFixtures.table(spark, ROWS).coalesce(1).write().parquet(file);
        scored = StackedAutoencoderModel.of(MODEL)
                .setInputCol("pixels")
                .transform(spark.read().parquet(file));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String plan(Dataset<Row> query) {
        return query.queryExecution().executedPlan().toString();
    }

    /** Returns the ids of the rows and checks their codes. */
    private static List<Long> checkedIds(Dataset<Row> query) {
        List<Long> ids = new ArrayList<>();
        for (Row row : query.select("id", "features").orderBy("id").collectAsList()) {
            ids.add(row.getLong(0));
            double[] code = ScoringFixtures.code(
                    MODEL.model(), ScoringFixtures.pixels(row.getLong(0), ScoringFixtures.INPUTS), 3);
            assertThat(ScoringFixtures.doubles(row.getList(1))).containsExactly(code, within(1e-5));
        }
        return ids;
    }

    private static List<Long> ids(LongPredicate condition) {
        return LongStream.range(0, ROWS).filter(condition).boxed().toList();
    }

    @Test
    void columnsThatNobodyReadsAreNotReadFromTheFile() {
        assertThat(plan(scored.select("id", "features")))
                .contains("EncodeRows", "ReadSchema: struct<id:bigint,pixels:array<float>>");
        assertThat(plan(scored.select("features"))).contains("ReadSchema: struct<pixels:array<float>>");
        assertThat(plan(scored)).contains("ReadSchema: struct<id:bigint,name:string,pixels:array<float>,day:int>");
    }

    @Test
    void aFilterOnAColumnOfTheTableIsAppliedByTheReaderOfTheFile() {
        Dataset<Row> one = scored.where("day = 2 and id < 20");

        assertThat(plan(one).lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("PushedFilters: [")
                        .contains("EqualTo(day,2)")
                        .contains("LessThan(id,20)"));
        assertThat(checkedIds(one)).isEqualTo(ids(id -> id < 20 && id % 3 == 2));
    }

    @Test
    void aFilterThatAlsoReadsTheCodesIsSplit() {
        Dataset<Row> some = scored.where("day = 1 and features[0] > 0.1");

        assertThat(plan(some)).contains("EqualTo(day,1)");
        List<Long> expected = ids(id -> id % 3 == 1
                && ScoringFixtures.code(MODEL.model(), ScoringFixtures.pixels(id, ScoringFixtures.INPUTS), 3)[0] > 0.1);
        assertThat(expected).isNotEmpty().hasSizeLessThan(ROWS / 3);
        assertThat(checkedIds(some)).isEqualTo(expected);
    }

    @Test
    void aFilterAfterRenamingAndJoiningGivesTheSameRows() {
        Dataset<Row> renamed = scored.withColumnRenamed("day", "d").where("d = 0");
        Dataset<Row> joined = renamed.as("a").join(scored.as("b"), col("a.id").equalTo(col("b.id")));

        assertThat(plan(joined)).contains("EqualTo(day,0)");
        assertThat(checkedIds(joined.select("a.id", "a.features"))).isEqualTo(ids(id -> id % 3 == 0));
        assertThat(checkedIds(joined.select("b.id", "b.features"))).isEqualTo(ids(id -> id % 3 == 0));
    }

    @Test
    void aCachedAndARepeatedQueryGiveTheSameRows() {
        Dataset<Row> cached = scored.cache();
        try {
            assertThat(checkedIds(cached)).isEqualTo(ids(id -> true));
            assertThat(checkedIds(scored.union(scored).distinct())).isEqualTo(ids(id -> true));
        } finally {
            cached.unpersist();
        }
    }
}
