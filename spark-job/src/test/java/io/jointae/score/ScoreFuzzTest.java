package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.data.InputErrors;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.ScoringFixtures;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.testing.FuzzedParquet;
import io.jointae.testing.FuzzedTask;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Damaged Parquet files for {@code score}: their rows are encoded, or the files are refused as invalid input. Tasks use both
 * of Spark's readers, the one that reads columns and the one that reads rows.
 */
class ScoreFuzzTest {

    private static final FuzzedParquet TABLE;
    private static final List<FuzzedTask> TASKS = new ArrayList<>();
    private static final byte[] SOUND = sample("table-snappy");

    static {
        SparkSession columns = TestSessions.builder(1).getOrCreate();
        SparkSession rows = columns.newSession();
        rows.conf().set("spark.sql.parquet.enableVectorizedReader", false);
        try {
            TABLE = new FuzzedParquet(
                    columns,
                    "id",
                    "concat('row ', id) as name",
                    "transform(sequence(1, 12), i -> float(id % i) / 12) as pixels",
                    "cast(id % 3 as int) as day");
            for (SparkSession spark : List.of(columns, rows)) {
                TASKS.add(task(spark));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FuzzedTask task(SparkSession spark) throws IOException {
        String model = TABLE.path()
                .resolveSibling("../model-" + TASKS.size())
                .normalize()
                .toString();
        ScoringFixtures.model().write(new Configuration(), model, false);
        ScoreRequest request = ScoreRequest.of(model, List.of(TABLE.path().toString()), model + "-output")
                .withInvalidRows(InvalidRowPolicy.SKIP);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        InputErrors errors = new InputErrors(context);
        ScoringPlan plan = ScoringPlan.open(spark, request, errors);
        ForwardPassPool passes =
                new ForwardPassPool(plan.model(), ForwardPassPool.DEFAULT_BATCH_SIZE, Arithmetic.DEFAULT);
        return new FuzzedTask(ScoreTables.features(
                        plan,
                        plan.corpus().partitions().get("").get(),
                        context.broadcast(passes),
                        spark.sparkContext().longAccumulator("rows"),
                        errors)
                .queryExecution()
                .toRdd());
    }

    @FuzzTest(maxDuration = "6h")
    void table(byte[] bytes) {
        TABLE.write(bytes);
        FuzzedTask.parse(bytes, TABLE::open, TASKS);
    }

    /** With an end that fits, the fuzzer reaches the code that reads footers. */
    @FuzzTest(maxDuration = "6h")
    void footer(byte[] bytes) {
        TABLE.write(SOUND, bytes);
        FuzzedTask.parse(bytes, TABLE::open, TASKS);
    }

    @Test
    void theTasksScoreSoundFiles() throws IOException {
        TABLE.write(SOUND);
        TABLE.open();
        assertThat(TASKS).extracting(FuzzedTask::run).containsExactly(20L, 20L);
    }

    private static byte[] sample(String name) {
        try (InputStream in = ScoreFuzzTest.class.getResourceAsStream("ScoreFuzzTestInputs/table/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
