package io.jointae.sweep;

import io.jointae.sweep.plan.Trial;
import io.jointae.train.averaging.RunsTogether;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Trains the trials of a batch together, each of them in a thread of the driver, which mostly waits. */
final class BatchedTraining {

    /** How long the other trials may take to stop after one could not be stored. */
    private static final long STOP_SECONDS = 60;

    private BatchedTraining() {}

    /** Trains one trial. */
    @FunctionalInterface
    interface Training {

        /**
         * Trains a trial with the others of its batch. An exception ends the whole batch.
         *
         * @param together the runs of the batch
         */
        void run(Trial trial, RunsTogether together) throws Exception;
    }

    /**
     * Trains trials together. A trial that ends leaves the others, which go on.
     *
     * @throws Exception if the training of a trial throws it
     */
    static void run(List<Trial> trials, Training training) throws Exception {
        RunsTogether together = new RunsTogether(trials.size());
        ExecutorService threads = Executors.newFixedThreadPool(trials.size());
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (Trial trial : trials) {
                runs.add(threads.submit(() -> {
                    try {
                        training.run(trial, together);
                        return null;
                    } finally {
                        together.leave();
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }
}
