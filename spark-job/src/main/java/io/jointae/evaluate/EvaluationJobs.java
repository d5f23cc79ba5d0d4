package io.jointae.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs evaluations in parallel, a bounded number at a time. Each one is a Spark job group in a scheduler pool of its own,
 * so that with {@code spark.scheduler.mode=FAIR} no evaluation waits for the stages of another. A failed evaluation does
 * not stop the others.
 */
public final class EvaluationJobs {

    private EvaluationJobs() {}

    /**
     * An evaluation to run.
     *
     * @param <T> result of the evaluation
     * @param description description for the Spark UI and for messages, such as {@code svm of rect DAE-2J}
     * @param work the evaluation
     */
    public record EvaluationJob<T>(String description, Callable<T> work) {}

    /**
     * The result of an evaluation: either a value or a failure.
     *
     * @param <T> result of the evaluation
     * @param description description of the job
     * @param value result; null if the evaluation failed
     * @param failure exception that the evaluation threw; null if it succeeded
     */
    public record JobResult<T>(String description, T value, Exception failure) {}

    /**
     * Runs all jobs and waits for them.
     *
     * @param <T> result of an evaluation
     * @param spark session that runs the jobs
     * @param parallel maximum number of evaluations that run at the same time, at least 1
     * @param jobs evaluations to run
     * @return one result per job, in the order of the jobs
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static <T> List<JobResult<T>> run(SparkSession spark, int parallel, List<EvaluationJob<T>> jobs)
            throws InterruptedException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, jobs.size())));
        try {
            List<Future<JobResult<T>>> pending = new ArrayList<>();
            for (EvaluationJob<T> job : jobs) {
                pending.add(threads.submit(() -> run(context, job)));
            }
            List<JobResult<T>> results = new ArrayList<>();
            for (Future<JobResult<T>> future : pending) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> JobResult<T> run(JavaSparkContext context, EvaluationJob<T> job) {
        context.setJobGroup(job.description(), job.description(), true);
        context.setLocalProperty("spark.scheduler.pool", job.description());
        try {
            return new JobResult<>(job.description(), job.work().call(), null);
        } catch (Exception e) {
            return new JobResult<>(job.description(), null, e);
        } finally {
            context.clearJobGroup();
            context.setLocalProperty("spark.scheduler.pool", null);
        }
    }
}
