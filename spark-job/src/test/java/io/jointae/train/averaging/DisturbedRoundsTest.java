package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Second attempts of slow tasks, retries of failed tasks and executors that are lost in a round must not change a bit of the
 * parameters: each worker counts once in every average.
 */
@Tag("cluster")
class DisturbedRoundsTest {

    @TempDir
    static Path folder;

    private static DisturbedTraining training;

    @BeforeAll
    static void start() throws Exception {
        training = new DisturbedTraining(folder);
    }

    @AfterAll
    static void stop() {
        training.close();
    }

    /** Counts what disturbed the tasks. */
    private static final class Disturbances extends SparkListener {
        private final AtomicInteger speculative = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (start.taskInfo().speculative()) {
                speculative.incrementAndGet();
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().failed()) {
                failed.incrementAndGet();
            }
        }
    }

    private static void slowAndFailing(TaskContext task) {
        if (task.attemptNumber() > 0) {
            return;
        }
        if (task.partitionId() == 1) {
            throw new IllegalStateException("The first attempt of this task fails.");
        }
        if (task.partitionId() == 2) {
            // Spark starts a second attempt because this one is slow. This one ends nevertheless.
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
                Thread.interrupted();
            }
        }
    }

    @Test
    void secondAttemptsAndRetriesCountNoWorkerTwice() throws Exception {
        JavaSparkContext context = training.cluster().context();
        for (String driverLimit : List.of("128m", "0")) {
            context.sc().conf().set(AveragingRoad.LIMIT, driverLimit);
            for (Averaging.State state : Averaging.State.values()) {
                TrainingPlan plan = DisturbedTraining.plan(state);
                Disturbances disturbances = new Disturbances();
                context.sc().addSparkListener(disturbances);
                float[] disturbed = DisturbedTraining.train(
                                context, plan, DisturbedRoundsTest::slowAndFailing, List.of(), (round, after) -> {})
                        .parameters();
                context.sc().removeSparkListener(disturbances);

                assertThat(disturbed)
                        .as("%s, driver limit %s", state, driverLimit)
                        .isEqualTo(training.expected(state));
                assertThat(disturbances.speculative).as("second attempts").hasPositiveValue();
                assertThat(disturbances.failed).as("failed tasks").hasPositiveValue();
            }
        }
        context.sc().conf().remove(AveragingRoad.LIMIT);
    }

    @Test
    void theResultsOfAnExecutorThatIsLostBeforeTheyAreAveragedAreComputedAgain() throws Exception {
        JavaSparkContext context = training.cluster().context();
        String marker = folder.resolve("lost").toString();
        context.sc().conf().set(AveragingRoad.LIMIT, "0");
        DisturbedTraining.Ended ended = DisturbedTraining.train(
                context,
                DisturbedTraining.plan(Averaging.State.AVERAGE),
                task -> endExecutorOnce(task, marker),
                List.of(),
                (round, state) -> {});
        context.sc().conf().remove(AveragingRoad.LIMIT);
        training.cluster().forgetLost();
        training.cluster().start();

        assertThat(ended.parameters()).isEqualTo(training.expected(Averaging.State.AVERAGE));
        assertThat(Path.of(marker)).exists();
    }

    /** Ends the executor of one task, once, when it has the results of other workers. */
    private static void endExecutorOnce(TaskContext task, String marker) {
        if (task.partitionId() == DisturbedTraining.WORKERS - 1) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            try {
                Files.createFile(Path.of(marker));
                Runtime.getRuntime().halt(1);
            } catch (FileAlreadyExistsException e) {
                // An executor has already ended.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
