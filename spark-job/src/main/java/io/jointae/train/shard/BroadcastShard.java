package io.jointae.train.shard;

import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.runtime.MasterUrl;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The training and validation rows of a dataset, read once for all runs that train on it with one worker each. They are
 * broadcast, so an executor holds one copy however many of these runs it works on.
 */
public final class BroadcastShard implements AutoCloseable {

    /** Larger datasets would take long to pass through the driver, so each run reads them on its executors. */
    private static final long LIMIT_BYTES = 512L << 20;

    /** The driver holds up to three copies at a time: the result, its serialized form and that of the broadcast. */
    private static final int SHARE_OF_HEAP = 4;

    private final Broadcast<Shard> shard;

    private BroadcastShard(Broadcast<Shard> shard) {
        this.shard = shard;
    }

    /** Reads a dataset; returns empty if it is too large to pass through the driver. */
    public static Optional<BroadcastShard> of(SparkSession spark, PreparedDataset data) {
        double bytes = data.count(Split.TRAIN) * DataMemory.bytesPerRow(data, Split.TRAIN)
                + data.count(Split.VALID) * DataMemory.bytesPerRow(data, Split.VALID);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (bytes > limitBytes(context.getConf())) {
            return Optional.empty();
        }
        context.setJobDescription(data.name() + ": reading the data");
        try {
            try (ResidentShards shards = ResidentData.shards(
                    context,
                    ResidentData.dataSets(data, Split.TRAIN, 1),
                    data.count(Split.VALID) == 0 ? null : ResidentData.dataSets(data, Split.VALID, 1),
                    1,
                    data.width())) {
                Shard shard = shards.rdd().map(Shard::onHeap).first();
                return Optional.of(new BroadcastShard(context.broadcast(shard)));
            }
        } finally {
            context.setJobDescription(null);
        }
    }

    /** Returns the size that fits the driver, an executor and the result of a task. */
    static long limitBytes(SparkConf conf) {
        long driver = Runtime.getRuntime().maxMemory();
        long executor = conf.getSizeAsMb("spark.executor.memory", "1g") << 20;
        long result = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        long heap = Math.min(driver, MasterUrl.isOneProcess(conf.get("spark.master", "")) ? driver : executor);
        long limit = Math.min(LIMIT_BYTES, heap / SHARE_OF_HEAP);
        return result == 0 ? limit : Math.min(limit, result / 2);
    }

    /** Returns the shard as the data of one run, on the executor that computes it. The run closes it. */
    public ResidentShards shards(JavaSparkContext context) {
        Broadcast<Shard> broadcast = shard;
        return ResidentShards.inMemory(context.parallelize(List.of(0), 1).map(worker -> broadcast.value()));
    }

    @Override
    public void close() {
        shard.destroy();
    }
}
