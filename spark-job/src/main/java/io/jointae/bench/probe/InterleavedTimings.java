package io.jointae.bench.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times several tasks in alternation, one repetition of each task after the other, so that a temporary slowdown of the
 * machine affects all of them. The results are the median and the interquartile range of each task.
 */
public final class InterleavedTimings {

    /** The sorted seconds of every task. */
    private final List<double[]> seconds = new ArrayList<>();

    /**
     * Runs every task once without measuring it, then {@code repetitions} times in alternation.
     *
     * @param repetitions the number of timed runs per task, at least 1
     * @param tasks the tasks; each should take a tenth of a second or more
     */
    public InterleavedTimings(int repetitions, Runnable... tasks) {
        for (Runnable task : tasks) {
            seconds.add(new double[repetitions]);
            task.run();
        }
        for (int r = 0; r < repetitions; r++) {
            for (int t = 0; t < tasks.length; t++) {
                long begin = System.nanoTime();
                tasks[t].run();
                seconds.get(t)[r] = (System.nanoTime() - begin) * 1e-9;
            }
        }
        seconds.forEach(Arrays::sort);
    }

    /**
     * Returns the median time of a task in seconds.
     *
     * @param task the index of the task in the constructor's arguments
     */
    public double median(int task) {
        return quantile(task, 0.5);
    }

    /**
     * Returns the interquartile range of a task's times as a fraction of the median.
     *
     * @param task the index of the task in the constructor's arguments
     */
    public double spread(int task) {
        return (quantile(task, 0.75) - quantile(task, 0.25)) / median(task);
    }

    /** Returns a quantile of a task's times, interpolated linearly between its neighbors. */
    private double quantile(int task, double q) {
        double[] sorted = seconds.get(task);
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
