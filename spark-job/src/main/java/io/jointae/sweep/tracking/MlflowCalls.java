package io.jointae.sweep.tracking;

import java.io.PrintStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mlflow.tracking.MlflowClient;

/**
 * Calls to a tracking server, in order and on a thread of their own, so that nobody waits for it. MLflow's client
 * has no time-outs: a call that takes too long is ended by closing its client. The first failure is said in one
 * line; after a few in a row nothing is tried for a while.
 */
final class MlflowCalls implements AutoCloseable {

    private static final int QUEUE = 10_000;
    private static final int FAILURES_IN_A_ROW = 3;
    private static final long PAUSE_NANOS = 120_000_000_000L;

    private final Supplier<MlflowClient> clients;
    private final String server;
    private final PrintStream words;
    private final long patienceMillis;
    private final long closingMillis;
    private final ThreadPoolExecutor worker;
    private final ScheduledThreadPoolExecutor watch;
    private MlflowClient client;
    private int failures;
    private long failedAt;
    private boolean said;

    /** A call. */
    interface Call {
        void run(MlflowClient client);
    }

    /**
     * @param clients makes a client: the first, and one after each that had to be closed
     * @param server as it is named to people
     * @param patienceMillis of one call
     * @param closingMillis of {@link #close}
     */
    MlflowCalls(
            Supplier<MlflowClient> clients, String server, PrintStream words, long patienceMillis, long closingMillis) {
        this.clients = clients;
        this.server = server;
        this.words = words;
        this.patienceMillis = patienceMillis;
        this.closingMillis = closingMillis;
        ThreadFactory daemons = work -> {
            Thread thread = new Thread(work, "mlflow");
            thread.setDaemon(true);
            return thread;
        };
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), daemons);
        watch = new ScheduledThreadPoolExecutor(1, daemons);
    }

    /** To be made when those before are through; returns at once. */
    void add(Call call) {
        try {
            worker.execute(() -> make(call));
        } catch (RejectedExecutionException e) {
            warn("it does not keep up");
        }
    }

    private void make(Call call) {
        if (failures >= FAILURES_IN_A_ROW && System.nanoTime() - failedAt < PAUSE_NANOS) {
            return;
        }
        try {
            if (client == null) {
                client = clients.get();
            }
            MlflowClient made = client;
            ScheduledFuture<?> end = watch.schedule(made::close, patienceMillis, TimeUnit.MILLISECONDS);
            try {
                call.run(made);
            } finally {
                // Where it was too late for that, the client is closed.
                client = end.cancel(false) ? made : null;
            }
            failures = 0;
        } catch (RuntimeException e) {
            failures++;
            failedAt = System.nanoTime();
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            warn(
                    client == null
                            ? "no answer within " + patienceMillis / 1000.0 + " s"
                            : why.lines().findFirst().orElse(why));
        }
    }

    private synchronized void warn(String why) {
        if (!said) {
            said = true;
            words.printf("mlflow at %s: %s; the sweep goes on, its results are in the store%n", server, why);
        }
    }

    /** Waits a little for what is left. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(closingMillis, TimeUnit.MILLISECONDS)) {
                warn("it does not keep up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        watch.shutdownNow();
    }
}
