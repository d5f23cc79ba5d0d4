package io.jointae.train.listener;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRates;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * Publishes the progress of a run as Spark metrics of the driver, for every sink that Spark supports: {@code
 * NAMESPACE.driver.jointae.RUN.{cost, valid, examples-per-second, step-examples-per-second, epoch, epochs}}. The
 * first rate is that of the wall clock, the second one that of the training steps alone. With several workers, {@code
 * slowest-worker}, {@code slowest-worker-examples-per-second} and {@code median-worker-examples-per-second} describe the
 * training steps of the last round. A metric without a value yet is not-a-number. The metrics are registered until this object is closed. {@code conf/spark-defaults.conf} shows how
 * Prometheus reads them.
 */
public final class SparkMetrics implements RunListener, AutoCloseable {

    private final RunSource source;
    private volatile double cost = Double.NaN;
    private volatile double valid = Double.NaN;
    private volatile double examplesPerSecond = Double.NaN;
    private volatile double stepExamplesPerSecond = Double.NaN;
    private volatile double slowestWorker = Double.NaN;
    private volatile double slowestWorkerRate = Double.NaN;
    private volatile double medianWorkerRate = Double.NaN;
    private volatile double epoch;
    private volatile double epochs;

    private SparkMetrics(String name) {
        source = new RunSource(name, new MetricRegistry());
        add("cost", () -> cost);
        add("valid", () -> valid);
        add("examples-per-second", () -> examplesPerSecond);
        add("step-examples-per-second", () -> stepExamplesPerSecond);
        add("slowest-worker", () -> slowestWorker);
        add("slowest-worker-examples-per-second", () -> slowestWorkerRate);
        add("median-worker-examples-per-second", () -> medianWorkerRate);
        add("epoch", () -> epoch);
        add("epochs", () -> epochs);
    }

    /**
     * Registers the metrics of a run.
     *
     * @param run the name of the run, for example {@code rect DAE-2J}. Its metrics are called {@code rect_DAE_2J}, or
     *     {@code rect_DAE_2J_2} while another run of this name is registered
     */
    public static synchronized SparkMetrics register(String run) {
        MetricsSystem system = SparkEnv.get().metricsSystem();
        String first = "jointae." + run.replaceAll("[^A-Za-z0-9]+", "_");
        String name = first;
        for (int n = 2; !system.getSourcesByName(name).isEmpty(); n++) {
            name = first + "_" + n;
        }
        SparkMetrics metrics = new SparkMetrics(name);
        system.registerSource(metrics.source);
        return metrics;
    }

    private void add(String name, Gauge<Double> gauge) {
        source.metricRegistry().register(name, gauge);
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        epochs = plan.epochs();
        epoch = state.epochsDone(plan);
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        cost = record.cost();
        valid = record.valid() == null ? valid : record.valid();
        examplesPerSecond = record.examplesPerSecond();
        stepExamplesPerSecond = record.stepExamplesPerSecond() == null ? Double.NaN : record.stepExamplesPerSecond();
        epoch = plan.epochsBefore(record.phase()) + record.epoch();
    }

    @Override
    public void onWorkerRates(TrainingPlan plan, TrainingState state, WorkerRates rates) {
        rates.slowest().ifPresent(slowest -> {
            slowestWorker = slowest.worker();
            slowestWorkerRate = slowest.examplesPerSecond();
            medianWorkerRate = rates.median().orElseThrow();
        });
    }

    @Override
    public void close() {
        // The environment is null after Spark has stopped.
        if (SparkEnv.get() != null) {
            SparkEnv.get().metricsSystem().removeSource(source);
        }
    }

    private record RunSource(String sourceName, MetricRegistry metricRegistry) implements Source {}
}
