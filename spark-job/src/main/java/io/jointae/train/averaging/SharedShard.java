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
 * Training and validation rows of a dataset, read once for all runs of one worker on this driver: one copy an
 * executor however many runs it has, by broadcast.
 */
public final class SharedShard implements AutoCloseable {

    /** It passes through the driver: larger ones are read by each run, executor by executor. */
    private static final long LIMIT_BYTES = 512L << 20;

    private final Broadcast<Shard> shard;

    private SharedShard(Broadcast<Shard> shard) {
        this.shard = shard;
    }

    /** Reads the data; empty where they are too large to pass through the driver. */
    public static Optional<SharedShard> of(SparkSession spark, PreparedDataset data) {
        long rows = data.count(Split.TRAIN) + data.count(Split.VALID);
        if (rows * data.width() * Float.BYTES > LIMIT_BYTES) {
            return Optional.empty();
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(data.name() + ": reading the data");
        try {
            Shard shard = ResidentData.shardsOf(
                            context,
                            ResidentData.dataSets(data, Split.TRAIN, 1),
                            data.count(Split.VALID) == 0 ? null : ResidentData.dataSets(data, Split.VALID, 1),
                            1,
                            data.width())
                    .first();
            return Optional.of(new SharedShard(context.broadcast(shard)));
        } finally {
            context.setJobDescription(null);
        }
    }

    /** For one run, which releases it: where it is computed first it stays, as data of a run's own would. */
    JavaRDD<Shard> shards(JavaSparkContext context) {
        Broadcast<Shard> shared = shard;
        return ResidentData.resident(
                GpuStages.onGpus(context.parallelize(List.of(0), 1).map(worker -> shared.value())));
    }

    @Override
    public void close() {
        shard.destroy();
    }
}
