package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.engine.Arithmetic;
import io.jointae.testing.TestSessions;
import io.jointae.train.averaging.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills executors in separate processes while several workers fine-tune a network in rounds. */
@Tag("cluster")
class KilledFinetuningTest {

    private static final FinetuneOptions OPTIONS =
            FinetuneRoundsTest.options(FinetuneOptimizer.RMSPROP, 0.01, 12, FinetuneRoundsTest.average(4, 2));

    /** An executor is killed at the starts of these tasks, counted from 1. The rounds of an epoch have 8 tasks. */
    private static final Set<Integer> KILLS = Set.of(30, 75);

    @TempDir
    Path folder;

    /** Kills the oldest executor when a task has just started, and waits for the driver to notice. */
    private static final class Killer extends SparkListener {
        private final LoopbackCluster cluster;
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger killed = new AtomicInteger();
        private final CountDownLatch lost = new CountDownLatch(KILLS.size());

        Killer(LoopbackCluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (KILLS.contains(started.incrementAndGet())) {
                try {
                    cluster.killOldest();
                    killed.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
            lost.countDown();
        }
    }

    private static FineTuning tune(JavaSparkContext context, Consumer<String> epochs) {
        try (FinetuneRounds rounds = new FinetuneRounds(
                context,
                context.parallelize(FinetuneRoundsTest.blocks(FinetuneRoundsTest.TRAIN, 1), 3),
                context.parallelize(FinetuneRoundsTest.blocks(FinetuneRoundsTest.VALID, 2), 3),
                FinetuneRoundsTest.START,
                FinetuneRoundsTest.INPUTS,
                OPTIONS,
                Arithmetic.DEFAULT)) {
            // A minute passes per epoch on this clock, so that every epoch is reported.
            AtomicLong minutes = new AtomicLong();
            FinetuneProgress progress = new FinetuneProgress(
                    "bars", OPTIONS.epochs(), epochs, () -> minutes.incrementAndGet() * 60_000_000_000L);
            return rounds.run(OPTIONS.learningRates().get(0), "bars", progress);
        }
    }

    @Test
    void executorsKilledDuringTheRoundsChangeNoNumber() throws Exception {
        FineTuning expected;
        try (SparkSession spark = TestSessions.local()) {
            expected = tune(JavaSparkContext.fromSparkContext(spark.sparkContext()), line -> {});
        }
        try (LoopbackCluster cluster =
                new LoopbackCluster(new SparkConf(false).set("spark.task.maxFailures", "12"), folder)) {
            for (String driverLimit : new String[] {"128m", "1b"}) {
                cluster.context().sc().conf().set("spark.jointae.average.driver.limit", driverLimit);
                Killer killer = new Killer(cluster);
                cluster.context().sc().addSparkListener(killer);
                AtomicInteger replaced = new AtomicInteger();
                FineTuning killed = tune(cluster.context(), line -> {
                    while (replaced.get() < killer.killed.get()) {
                        start(cluster);
                        replaced.incrementAndGet();
                    }
                });
                assertThat(killer.lost.await(1, TimeUnit.MINUTES)).isTrue();
                cluster.context().sc().removeSparkListener(killer);

                assertThat(killer.killed).as("limit %s", driverLimit).hasValue(KILLS.size());
                assertThat(killed.best().parameters())
                        .as("limit %s", driverLimit)
                        .isEqualTo(expected.best().parameters());
                assertThat(killed.validationErrors()).isEqualTo(expected.validationErrors());
                assertThat(killed.score()).isEqualTo(expected.score());
                assertThat(killed.bestEpoch()).isEqualTo(expected.bestEpoch());
            }
        }
    }

    private static void start(LoopbackCluster cluster) {
        try {
            cluster.start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
