package io.jointae.train.watch;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.WorkerRates;
import java.util.List;
import org.apache.spark.util.kvstore.KVIndex;

/**
 * The costs and the speed of one epoch of a run, as the tab shows them.
 *
 * @param key the identifier of the run and the number of the epoch, so that keys are in the order of the epochs
 * @param run the identifier of the run
 * @param record the costs and the rates
 * @param workers the examples per second of training steps of each worker; empty for one worker
 */
public record WatchedEpoch(String key, String run, EpochRecord record, List<Double> workers) {

    public WatchedEpoch {
        workers = List.copyOf(workers);
    }

    /**
     * Creates the epoch of a run.
     *
     * @param number the number of the epoch in the whole run, from 1
     */
    static WatchedEpoch of(String run, int number, EpochRecord record, WorkerRates rates) {
        List<Double> workers = rates.workers().stream()
                .map(worker -> worker.examplesPerSecond())
                .toList();
        return new WatchedEpoch(String.format("%s %08d", run, number), run, record, workers);
    }

    /** Returns the key in Spark's store. */
    @Override
    @KVIndex
    public String key() {
        return key;
    }

    /** Returns the identifier of the run, by which Spark's store finds the epochs of a run. */
    @Override
    @KVIndex("run")
    public String run() {
        return run;
    }
}
