package io.jointae.evaluate.svm;

import io.jointae.spark.ScalaLists;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;

/**
 * Reports at most every ten seconds how many of the binary problems are solved and how long the others may take. Tasks
 * that solve them add to {@link #solved}, whose value comes to the driver with the heartbeats of the executor.
 */
final class SvmProgress extends SparkListener implements AutoCloseable {

    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final SparkContext context;
    private final LongAccumulator solved;
    private final int problems;
    private final Consumer<String> out;
    private final LongSupplier clock;
    private final long begin;

    /** The number of problems that each running or finished task has solved, by the id of the task. */
    private final Map<Long, Long> solvedByTask = new HashMap<>();

    private long reportedAt;
    private long reported;

    /**
     * Starts to listen.
     *
     * @param problems the number of binary problems
     * @param out receives the lines
     */
    SvmProgress(SparkContext context, int problems, Consumer<String> out) {
        this(context, problems, out, System::nanoTime);
        context.addSparkListener(this);
    }

    /** @param clock returns the time in nanoseconds */
    SvmProgress(SparkContext context, int problems, Consumer<String> out, LongSupplier clock) {
        this.context = context;
        this.solved = context.longAccumulator("solved problems of the SVM");
        this.problems = problems;
        this.out = out;
        this.clock = clock;
        this.begin = clock.getAsLong();
        this.reportedAt = begin;
    }

    /** Returns the accumulator to which a task adds what it solved. */
    LongAccumulator solved() {
        return solved;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        for (var task : ScalaLists.toJava(update.accumUpdates())) {
            for (AccumulableInfo each : ScalaLists.toJava(task._4())) {
                if (each.id() == solved.id() && each.update().isDefined()) {
                    solvedByTask.put((Long) task._1(), ((Number) each.update().get()).longValue());
                }
            }
        }
        report(solvedByTask.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Reports the number of solved problems, unless the last report is recent or there is nothing new. */
    synchronized void report(long count) {
        long now = clock.getAsLong();
        if (count > reported && now - reportedAt >= INTERVAL_NANOS) {
            reported = count;
            reportedAt = now;
            out.accept(line(count, problems, (now - begin) / 1e9));
        }
    }

    /** Returns a line such as {@code SVM, 12 of 60 classifiers trained, 0:40 left}. */
    static String line(long count, int problems, double seconds) {
        long left = Math.round(seconds * Math.max(0, problems - count) / count);
        return String.format(
                Locale.ROOT, "SVM, %d of %d classifiers trained, %d:%02d left", count, problems, left / 60, left % 60);
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
    }
}
