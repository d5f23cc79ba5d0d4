package io.jointae.evaluate.finetune;

import io.jointae.spark.ScalaLists;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;

/**
 * Reports the epochs of a task while it runs. The task counts them in an accumulator, and the executor's heartbeats bring
 * its value to the driver, every ten seconds unless {@code spark.executor.heartbeatInterval} says otherwise.
 */
public final class HeartbeatProgress extends SparkListener implements AutoCloseable {

    private final SparkContext context;
    private final LongAccumulator epochs;
    private final double learningRate;
    private final FinetuneProgress progress;

    /**
     * Listens until it is closed.
     *
     * @param epochs accumulator to which the task adds 1 after each epoch
     * @param learningRate learning rate of the task
     */
    public HeartbeatProgress(
            SparkContext context, LongAccumulator epochs, double learningRate, FinetuneProgress progress) {
        this.context = context;
        this.epochs = epochs;
        this.learningRate = learningRate;
        this.progress = progress;
        context.addSparkListener(this);
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        ScalaLists.toJava(update.accumUpdates())
                .forEach(task -> ScalaLists.toJava(task._4()).forEach(this::report));
    }

    private void report(AccumulableInfo info) {
        if (info.id() == epochs.id()
                && info.update().isDefined()
                && info.update().get() instanceof Long count
                && count > 0) {
            progress.onEpoch(learningRate, count);
        }
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
    }
}
