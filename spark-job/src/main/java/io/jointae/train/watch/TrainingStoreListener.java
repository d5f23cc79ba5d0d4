package io.jointae.train.watch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.status.ElementTrackingStore;

/**
 * Keeps the runs of an application in Spark's store, from the events of a live driver or of an event log. Of all runs that
 * have ended, the latest are kept, so that a long sweep does not fill the memory of its driver.
 */
final class TrainingStoreListener extends SparkListener {

    /** The ended runs that are kept: a sweep shows its latest trials. */
    static final int MOST_ENDED_RUNS = 100;

    private final ElementTrackingStore store;
    private final Deque<String> ended = new ArrayDeque<>();

    TrainingStoreListener(ElementTrackingStore store) {
        this.store = store;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof TrainingEpochEvent epochs) {
            store.write(epochs.epoch(), false);
        } else if (event instanceof TrainingRunEvent runs) {
            store.write(runs.run(), false);
            if (runs.run().status() != WatchedRun.Status.RUNNING
                    && !ended.contains(runs.run().id())) {
                ended.add(runs.run().id());
                removeOldest();
            }
        } else if (event instanceof TrainingCodesEvent codes) {
            StoredRuns.all(store).stream()
                    .filter(run -> run.model().equals(codes.model()))
                    .max(Comparator.comparing(WatchedRun::id))
                    .ifPresent(run -> store.write(run.with(codes.ranks()), false));
        }
    }

    private void removeOldest() {
        if (ended.size() <= MOST_ENDED_RUNS) {
            return;
        }
        String oldest = ended.remove();
        for (WatchedEpoch epoch : StoredRuns.epochs(store, oldest)) {
            delete(WatchedEpoch.class, epoch.key());
        }
        delete(WatchedRun.class, oldest);
    }

    private void delete(Class<?> type, String key) {
        try {
            store.delete(type, key);
        } catch (Exception e) {
            // The interface of the store declares any exception; only a disk that fails throws one.
            throw new IllegalStateException("Spark's store cannot delete " + key, e);
        }
    }
}
