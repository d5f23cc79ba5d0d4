package io.jointae.evaluate.svm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.ScalaLists;
import io.jointae.testing.TestSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;

class SvmProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void aHeartbeatReportsAtMostEveryTenSecondsAndOnlyNews() {
        AtomicLong now = new AtomicLong();
        List<String> lines = new ArrayList<>();
        SvmProgress progress = new SvmProgress(spark.sparkContext(), 60, lines::add, now::get);
        heartbeat(progress, 3);
        assertThat(lines).isEmpty();
        now.set(20 * SECOND);
        heartbeat(progress, 12);
        heartbeat(progress, 13);
        now.set(40 * SECOND);
        heartbeat(progress, 12);
        now.set(60 * SECOND);
        heartbeat(progress, 45);
        assertThat(lines)
                .containsExactly(
                        "SVM, 12 of 60 classifiers trained, 1:20 left", "SVM, 45 of 60 classifiers trained, 0:20 left");
    }

    @Test
    void theNumbersOfSeveralTasksAreAdded() {
        AtomicLong now = new AtomicLong();
        List<String> lines = new ArrayList<>();
        SvmProgress progress = new SvmProgress(spark.sparkContext(), 60, lines::add, now::get);
        now.set(20 * SECOND);
        heartbeat(progress, 1, 12);
        now.set(40 * SECOND);
        heartbeat(progress, 2, 18);
        assertThat(lines)
                .containsExactly(
                        "SVM, 12 of 60 classifiers trained, 1:20 left", "SVM, 30 of 60 classifiers trained, 0:40 left");
    }

    private static void heartbeat(SvmProgress progress, long solved) {
        heartbeat(progress, 1, solved);
    }

    /** Delivers what an executor sends while a task runs. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The lists have other types in Scala 2.12 and 2.13.
    private static void heartbeat(SvmProgress progress, long task, long solved) {
        AccumulableInfo info = progress.solved().toInfo(Option.apply((Object) solved), Option.empty());
        scala.collection.immutable.List updates =
                ScalaLists.toScala(List.of(new Tuple4<>(task, 0, 0, ScalaLists.toScala(List.of(info)))));
        progress.onExecutorMetricsUpdate(
                new SparkListenerExecutorMetricsUpdate("1", updates, scala.collection.immutable.Map$.MODULE$.empty()));
    }

    @Test
    void bothSolversCountEveryProblem() {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 60;
        float[] values = new float[rows * 4];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 4; j++) {
                values[i * 4 + j] = (float) (random.nextDouble() + (j == labels[i] ? 0.5 : 0));
            }
        }
        int[] positives = {0, 1, 2, 0, 1, 2};
        double[] costs = {0.1, 0.1, 0.1, 10, 10, 10};
        AtomicLong solved = new AtomicLong();
        RowBlock block = new RowBlock(new long[rows], labels, values);
        try (LocalSquaredHinge local =
                new LocalSquaredHinge(Arrays.asList(block).iterator())) {
            new SvmSolver(local, 1e-3, solved::addAndGet).solve(positives, costs);
        }
        assertThat(solved.get()).isEqualTo(6);
    }
}
