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
 * Runs a Spark job for each partition of a table, a few at a time, so that small partitions keep the executors busy. The
 * first failure, or the first invalid row, cancels all of them.
 *
 * @param spark the session that runs the jobs
 * @param description describes the jobs in Spark's web interface
 * @param errors collects what tasks find wrong with the input
 */
record PartitionJobs(SparkSession spark, String description, InputErrors errors) {

    private static final int CONCURRENT_JOBS = 4;
    private static final long POLL_MILLISECONDS = 300;

    /** The work on one partition. */
    interface Job {
        /**
         * Runs the work.
         *
         * @param name the partition's folder in the table; empty if the table has no partition columns
         * @param rows the partition's rows
         */
        void run(String name, Dataset<Row> rows) throws IOException;
    }

    /**
     * Runs the job on every partition and waits for all of them.
     *
     * @throws InvalidInputException if a task found an invalid row
     */
    void run(SortedMap<String, Supplier<Dataset<Row>>> partitions, Job job) throws IOException {
        String group = "score-" + UUID.randomUUID();
        ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT_JOBS);
        try {
            List<Future<?>> jobs = new ArrayList<>();
            int number = 0;
            for (var partition : partitions.entrySet()) {
                String jobDescription = partition.getKey().isEmpty()
                        ? description
                        : description + ": partition " + partition.getKey() + ", " + ++number + " of "
                                + partitions.size();
                jobs.add(threads.submit(() -> {
                    spark.sparkContext().setJobGroup(group, jobDescription, false);
                    job.run(partition.getKey(), partition.getValue().get());
                    return null;
                }));
            }
            for (Future<?> each : jobs) {
                await(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the job was interrupted", e);
        } finally {
            threads.shutdownNow();
            spark.sparkContext().cancelJobGroup(group);
            awaitEnd(threads);
        }
    }

    private void await(Future<?> job) throws IOException, InterruptedException {
        while (true) {
            errors.throwIfAny();
            try {
                job.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                continue;
            } catch (ExecutionException e) {
                errors.throwIfAny();
                throw unwrapped(e);
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException io) {
            throw io;
        }
        if (e.getCause() instanceof InvalidInputException invalid) {
            throw invalid;
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
