package io.jointae.sweep;

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

/**
 * Pieces of work of which some need others done before, so many at a time. Of those that are ready that with the
 * longest way to the end behind it goes first: what is left for the end is short, and no thread waits long for
 * the last.
 */
final class TaskGraph {

    /** How long work may take to stop once the graph cannot go on. */
    private static final long STOP_SECONDS = 60;

    private static final Comparator<Runnable> LONGEST_WAY_FIRST = Comparator.comparing(
            Task.class::cast,
            Comparator.comparingDouble((Task task) -> -task.way).thenComparingInt(task -> task.number));

    /** A piece of work. An exception ends the whole. */
    interface Work {
        void run() throws Exception;
    }

    /** What is done while others work, about once a second. An exception ends the whole. */
    interface Watch {
        void look() throws IOException;
    }

    private final List<Task> tasks = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private ThreadPoolExecutor threads;
    private CountDownLatch left;

    /** To be given as what another needs. */
    final class Task implements Runnable {
        private final int number;
        private final double weight;
        private final Work work;
        private final List<Task> dependants = new ArrayList<>();
        private int waitingFor;
        private double way;

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
                // Errors too: nobody else would hear of it.
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
            left.countDown();
        }
    }

    /**
     * Adds work.
     *
     * @param weight how long it takes, in any unit
     * @param needed tasks that have to be done before it begins
     */
    Task add(double weight, List<Task> needed, Work work) {
        Task task = new Task(tasks.size(), weight, work);
        task.waitingFor = needed.size();
        needed.forEach(before -> before.dependants.add(task));
        tasks.add(task);
        return task;
    }

    /**
     * Runs all of it, once.
     *
     * @param parallel pieces at a time
     * @param stop makes running work end, beside the interruption of its thread
     * @throws ExecutionException around what the first piece threw that did; nothing runs any more then
     * @throws IOException the watch's
     */
    void run(int parallel, Watch watch, Runnable stop) throws IOException, InterruptedException, ExecutionException {
        // What a task needs was added before it, so that backwards every way behind is known.
        for (int i = tasks.size() - 1; i >= 0; i--) {
            Task task = tasks.get(i);
            task.way = task.weight
                    + task.dependants.stream()
                            .mapToDouble(next -> next.way)
                            .max()
                            .orElse(0);
        }
        left = new CountDownLatch(tasks.size());
        threads = new ThreadPoolExecutor(
                parallel, parallel, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(16, LONGEST_WAY_FIRST));
        try {
            synchronized (this) {
                // In order, for those that find a thread free are not queued.
                tasks.stream()
                        .filter(task -> task.waitingFor == 0)
                        .sorted(LONGEST_WAY_FIRST)
                        .forEach(threads::execute);
            }
            boolean done;
            do {
                done = left.await(1, TimeUnit.SECONDS);
                if (failure.get() != null) {
                    throw new ExecutionException(failure.get());
                }
                watch.look();
            } while (!done);
        } finally {
            threads.shutdown();
            if (left.getCount() > 0) {
                threads.shutdownNow();
                stop.run();
                threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
