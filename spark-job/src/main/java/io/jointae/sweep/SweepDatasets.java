package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.averaging.BroadcastShard;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The datasets of a sweep, each read once for all of its trials: the rows that train, and the pixels that
 * evaluations read. What is in memory of a dataset goes when its last trial is done. Thread-safe.
 */
final class SweepDatasets implements AutoCloseable {

    private final SparkSession spark;
    private final Map<String, Held> held = new HashMap<>();

    /** What is held of a dataset; its rows are read when the first trial asks. */
    final class Held {
        private final PreparedDataset data;
        private final EvaluationCache pixels = EvaluationCache.shared(spark);
        private Optional<BroadcastShard> shard;
        private int trials;

        private Held(PreparedDataset data) {
            this.data = data;
        }

        PreparedDataset data() {
            return data;
        }

        /** See {@link BroadcastShard#of}. */
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
     * Opens the data of the trials.
     *
     * @throws InvalidInputException if a dataset is not what its manifest says
     */
    SweepDatasets(SparkSession spark, List<Trial> trials) throws IOException {
        this.spark = spark;
        for (Trial trial : trials) {
            String dir = trial.data().dir();
            if (!held.containsKey(dir)) {
                held.put(dir, new Held(PreparedDataset.open(spark, dir)));
            }
            held.get(dir).trials++;
        }
    }

    Held of(Trial trial) {
        return held.get(trial.data().dir());
    }

    /** Says that a trial, one of those that this was made for, needs its data no more. */
    synchronized void done(Trial trial) {
        Held of = of(trial);
        if (--of.trials == 0) {
            of.release();
        }
    }

    @Override
    public synchronized void close() {
        held.values().forEach(Held::release);
    }
}
