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
 * Runs evaluations side by side, a bounded number at a time, each a group of Spark jobs in a pool of its own:
 * under {@code spark.scheduler.mode FAIR} none waits for another's stages. One that fails fails alone.
 */
public final class EvaluationJobs {

    private EvaluationJobs() {}

    /**
     * One evaluation.
     *
     * @param words that the Spark UI and messages show, such as {@code svm of rect DAE-2J}
     */
    public record Job<T>(String words, Callable<T> work) {}

    /**
     * How an evaluation went.
     *
     * @param value what it gave, null where it failed
     * @param failure why there is no value, null where there is one
     */
    public record Outcome<T>(String words, T value, Exception failure) {}

    /**
     * @param parallel evaluations in flight, at least 1
     * @return in the order of the jobs
     */
    public static <T> List<Outcome<T>> run(SparkSession spark, int parallel, List<Job<T>> jobs)
            throws InterruptedException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, jobs.size())));
        try {
            List<Future<Outcome<T>>> pending = new ArrayList<>();
            for (Job<T> job : jobs) {
                pending.add(threads.submit(() -> outcome(context, job)));
            }
            List<Outcome<T>> outcomes = new ArrayList<>();
            for (Future<Outcome<T>> each : pending) {
                outcomes.add(each.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> Outcome<T> outcome(JavaSparkContext context, Job<T> job) {
        context.setJobGroup(job.words(), job.words(), true);
        context.setLocalProperty("spark.scheduler.pool", job.words());
        try {
            return new Outcome<>(job.words(), job.work().call(), null);
        } catch (Exception e) {
            return new Outcome<>(job.words(), null, e);
        } finally {
            context.clearJobGroup();
            context.setLocalProperty("spark.scheduler.pool", null);
        }
    }
}
