package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.shard.BroadcastShard;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The datasets of a sweep. Each is read once for all of its trials, both the training rows and the pixels that
 * evaluations read, and leaves the memory when its last trial has ended. Thread-safe.
 */
final class SweepDatasets implements AutoCloseable {

    private final SparkSession spark;
    private final Map<String, OpenDataset> byFolder = new HashMap<>();

    /** A dataset in memory. Its rows are read when the first trial asks for them. */
    final class OpenDataset {
        private final PreparedDataset data;
        private final EvaluationCache pixels = EvaluationCache.shared(spark);
        private Optional<BroadcastShard> shard;
        private int pendingTrials;

        private OpenDataset(PreparedDataset data) {
            this.data = data;
        }

        PreparedDataset data() {
            return data;
        }

        /** Returns the training rows for trials that train on one executor each; see {@link BroadcastShard#of}. */
        synchronized Optional<BroadcastShard> shard() {
            if (shard == null) {
                shard = BroadcastShard.of(spark, data);
            }
            return shard;
        }

        EvaluationCache pixels() {
            return pixels;
        }

        private synchronized void release() {
            pixels.close();
            if (shard != null) {
                shard.ifPresent(BroadcastShard::close);
                shard = null;
            }
        }
    }

    /**
     * Opens the datasets of the trials.
     *
     * @throws InvalidInputException if a dataset does not match its manifest
     */
    SweepDatasets(SparkSession spark, List<Trial> trials) throws IOException {
        this.spark = spark;
        for (Trial trial : trials) {
            String dir = trial.data().dir();
            if (!byFolder.containsKey(dir)) {
                byFolder.put(dir, new OpenDataset(PreparedDataset.open(spark, dir)));
            }
            byFolder.get(dir).pendingTrials++;
        }
    }

    /** Returns the dataset of a trial. */
    OpenDataset of(Trial trial) {
        return byFolder.get(trial.data().dir());
    }

    /** Releases the dataset of a trial that has ended, if it was the last one that needed the dataset. */
    synchronized void release(Trial trial) {
        OpenDataset dataset = of(trial);
        if (--dataset.pendingTrials == 0) {
            dataset.release();
        }
    }

    @Override
    public synchronized void close() {
        byFolder.values().forEach(OpenDataset::release);
    }
}
