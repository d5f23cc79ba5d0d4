package io.jointae.train.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.util.kvstore.KVStore;
import org.apache.spark.util.kvstore.KVStoreIterator;
import org.apache.spark.util.kvstore.KVStoreView;

/** Reads runs and epochs from Spark's store of an application. */
final class StoredRuns {

    private StoredRuns() {}

    /** Returns all runs: first those that train, then the others, the latest first. */
    static List<WatchedRun> all(KVStore store) {
        List<WatchedRun> runs = new ArrayList<>(read(view(store, WatchedRun.class)));
        runs.sort(Comparator.comparing((WatchedRun run) -> run.status() != WatchedRun.Status.RUNNING)
                .thenComparing(WatchedRun::id, Comparator.reverseOrder()));
        return runs;
    }

    /** Returns the epochs of a run, in their order. */
    static List<WatchedEpoch> epochs(KVStore store, String run) {
        List<WatchedEpoch> epochs = new ArrayList<>(
                read(view(store, WatchedEpoch.class).index("run").first(run).last(run)));
        epochs.sort(Comparator.comparing(WatchedEpoch::key));
        return epochs;
    }

    private static <T> KVStoreView<T> view(KVStore store, Class<T> type) {
        try {
            return store.view(type);
        } catch (Exception e) {
            throw new IllegalStateException("Spark's store cannot be read", e);
        }
    }

    private static <T> List<T> read(KVStoreView<T> view) {
        List<T> values = new ArrayList<>();
        try (KVStoreIterator<T> all = view.closeableIterator()) {
            all.forEachRemaining(values::add);
            return values;
        } catch (Exception e) {
            throw new IllegalStateException("Spark's store cannot be read", e);
        }
    }
}
