package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark job for each partition of a table, a few at a time, so that small partitions keep the executors busy.
 * The first failure, or the first bad row, ends them all.
 */
record PartitionJobs(SparkSession spark, String words, InputErrors mistakes) {

    private static final int AT_A_TIME = 4;
    private static final long POLL_MILLISECONDS = 300;

    interface Job {
        void run(String name, Dataset<Row> rows) throws IOException;
    }

    void run(SortedMap<String, Supplier<Dataset<Row>>> partitions, Job job) throws IOException {
        String group = "score-" + UUID.randomUUID();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<?>> jobs = new ArrayList<>();
            int number = 0;
            for (var partition : partitions.entrySet()) {
                String description = partition.getKey().isEmpty()
                        ? words
                        : words + ": " + partition.getKey() + ", " + ++number + " of " + partitions.size();
                jobs.add(threads.submit(() -> {
                    spark.sparkContext().setJobGroup(group, description, false);
                    job.run(partition.getKey(), partition.getValue().get());
                    return null;
                }));
            }
            for (Future<?> each : jobs) {
                await(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            threads.shutdownNow();
            spark.sparkContext().cancelJobGroup(group);
            awaitEnd(threads);
        }
    }

    private void await(Future<?> job) throws IOException, InterruptedException {
        while (true) {
            mistakes.throwIfAny();
            try {
                job.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException running) {
                continue;
            } catch (ExecutionException e) {
                mistakes.throwIfAny();
                throw unwrapped(e);
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException io) {
            throw io;
        }
        if (e.getCause() instanceof InvalidInputException mistake) {
            throw mistake;
        }
        return new IllegalStateException(e.getCause());
    }

    private static void awaitEnd(ExecutorService threads) {
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
