package io.jointae.train.listener;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * A run's numbers as Spark metrics of the driver, for every sink that Spark has: {@code
 * NAMESPACE.driver.jointae.RUN.{cost, valid, examples-per-second, epoch, epochs}}. Not-a-number until there is one.
 * {@code conf/spark-defaults.conf} shows how Prometheus scrapes them. Registered until closed.
 */
public final class SparkMetrics implements RunListener, AutoCloseable {

    private final Run source;
    private volatile double cost = Double.NaN;
    private volatile double valid = Double.NaN;
    private volatile double examplesPerSecond = Double.NaN;
    private volatile double epoch;
    private volatile double epochs;

    private SparkMetrics(String name) {
        source = new Run(name, new MetricRegistry());
        add("cost", () -> cost);
        add("valid", () -> valid);
        add("examples-per-second", () -> examplesPerSecond);
        add("epoch", () -> epoch);
        add("epochs", () -> epochs);
    }

    /** @param run in words, such as {@code rect DAE-2J}; a second one of that name beside it ends in {@code _2} */
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
    public void started(TrainingPlan plan, TrainingState state) {
        epochs = plan.epochs();
        epoch = state.epochsDone(plan);
    }

    @Override
    public void epoch(TrainingPlan plan, TrainingState state, EpochRecord record) {
        cost = record.cost();
        valid = record.valid() == null ? valid : record.valid();
        examplesPerSecond = record.examplesPerSecond();
        epoch = plan.epochsBefore(record.phase()) + record.epoch();
    }

    @Override
    public void close() {
        // Spark has stopped where there is no environment any more.
        if (SparkEnv.get() != null) {
            SparkEnv.get().metricsSystem().removeSource(source);
        }
    }

    private record Run(String sourceName, MetricRegistry metricRegistry) implements Source {}
}
