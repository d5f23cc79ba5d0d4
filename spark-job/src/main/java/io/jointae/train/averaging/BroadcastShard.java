package io.jointae.train.averaging;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.runtime.GpuStages;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The training and validation rows of a dataset, read once for all runs that train on it with one worker each. They are
 * broadcast, so an executor holds one copy however many of these runs it works on.
 */
public final class BroadcastShard implements AutoCloseable {

    /** Larger datasets would not fit through the driver, so each run reads them on its executors. */
    private static final long LIMIT_BYTES = 512L << 20;

    private final Broadcast<Shard> shard;

    private BroadcastShard(Broadcast<Shard> shard) {
        this.shard = shard;
    }

    /** Reads a dataset; returns empty if it is too large to pass through the driver. */
    public static Optional<BroadcastShard> of(SparkSession spark, PreparedDataset data) {
        long rows = data.count(Split.TRAIN) + data.count(Split.VALID);
        if (rows * data.width() * Float.BYTES > LIMIT_BYTES) {
            return Optional.empty();
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(data.name() + ": reading the data");
        try {
            Shard shard = ResidentData.readShards(
                            context,
                            ResidentData.dataSets(data, Split.TRAIN, 1),
                            data.count(Split.VALID) == 0 ? null : ResidentData.dataSets(data, Split.VALID, 1),
                            1,
                            data.width())
                    .first();
            return Optional.of(new BroadcastShard(context.broadcast(shard)));
        } finally {
            context.setJobDescription(null);
        }
    }

    /** Returns the shard as the data of one run, cached on the executor that computes it. The run unpersists it. */
    JavaRDD<Shard> shards(JavaSparkContext context) {
        Broadcast<Shard> broadcast = shard;
        return ResidentData.cached(
                GpuStages.onGpus(context.parallelize(List.of(0), 1).map(worker -> broadcast.value())));
    }

    @Override
    public void close() {
        shard.destroy();
    }
}
