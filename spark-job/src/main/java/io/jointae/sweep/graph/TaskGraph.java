package io.jointae.sweep.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * Runs tasks that depend on each other, several at a time. Among the tasks that are ready, the one with the longest
 * critical path goes first, so that the tasks that remain at the end are short and no thread waits long for the last.
 */
public final class TaskGraph {

    /** How long running tasks may take to stop after a failure. */
    private static final long STOP_SECONDS = 60;

    private static final Comparator<Runnable> LONGEST_PATH_FIRST = Comparator.comparing(
            Task.class::cast,
            Comparator.comparingDouble((Task task) -> -task.criticalPath).thenComparingInt(task -> task.number));

    /** The work of a task. An exception stops the whole graph. */
    public interface Work {

        /** Does the work. */
        void run() throws Exception;
    }

    /** A check that runs about once per second while tasks run. An exception stops the whole graph. */
    public interface Watch {

        /** Checks once. */
        void check() throws IOException;
    }

    private final List<Task> tasks = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private ThreadPoolExecutor threads;
    private CountDownLatch unfinished;

    /** Creates a graph without tasks. */
    public TaskGraph() {}

    /** A task of the graph; pass it to {@link #add} as a dependency of another task. */
    public final class Task implements Runnable {
        private final int number;
        private final double weight;
        private final Work work;
        private final List<Task> dependants = new ArrayList<>();
        private int waitingFor;
        private double criticalPath;

        private Task(int number, double weight, Work work) {
            this.number = number;
            this.weight = weight;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
            } catch (Throwable e) {
                // Errors are caught too: an executor's thread would drop them.
                failure.compareAndSet(null, e);
                return;
            }
            synchronized (TaskGraph.this) {
                for (Task next : dependants) {
                    if (--next.waitingFor == 0 && !threads.isShutdown()) {
                        threads.execute(next);
                    }
                }
            }
            unfinished.countDown();
        }
    }

    /**
     * Adds a task.
     *
     * @param weight how long the task takes, in any unit
     * @param needed the tasks that must end before this task begins
     * @param work the work of the task
     */
    public Task add(double weight, List<Task> needed, Work work) {
        Task task = new Task(tasks.size(), weight, work);
        task.waitingFor = needed.size();
        needed.forEach(dependency -> dependency.dependants.add(task));
        tasks.add(task);
        return task;
    }

    /**
     * Runs all tasks. A graph can run only once.
     *
     * @param parallel the number of tasks that run at the same time, 1 or more; asked again about once per second. If it
     *     falls, running tasks go on and fewer tasks begin
     * @param watch runs about once per second
     * @param stop stops running tasks after a failure, in addition to the interruption of their threads
     * @throws ExecutionException if a task fails; its cause is the first failure, and no task runs any more
     * @throws IOException if the watch throws it
     */
    public void run(IntSupplier parallel, Watch watch, Runnable stop)
            throws IOException, InterruptedException, ExecutionException {
        // A task is added after its dependencies. In reverse order, the paths of all dependants are therefore known.
        for (int i = tasks.size() - 1; i >= 0; i--) {
            Task task = tasks.get(i);
            task.criticalPath = task.weight
                    + task.dependants.stream()
                            .mapToDouble(next -> next.criticalPath)
                            .max()
                            .orElse(0);
        }
        unfinished = new CountDownLatch(tasks.size());
        int size = parallel.getAsInt();
        threads = new ThreadPoolExecutor(
                size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(16, LONGEST_PATH_FIRST));
        try {
            synchronized (this) {
                // The tasks are sorted here because those that find a free thread bypass the queue.
                tasks.stream()
                        .filter(task -> task.waitingFor == 0)
                        .sorted(LONGEST_PATH_FIRST)
                        .forEach(threads::execute);
            }
            boolean done;
            do {
                done = unfinished.await(1, TimeUnit.SECONDS);
                if (failure.get() != null) {
                    throw new ExecutionException(failure.get());
                }
                watch.check();
                resize(parallel.getAsInt());
            } while (!done);
        } finally {
            threads.shutdown();
            if (unfinished.getCount() > 0) {
                threads.shutdownNow();
                stop.run();
                threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void resize(int size) {
        int before = threads.getMaximumPoolSize();
        if (size > before) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else if (size < before) {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }
}
