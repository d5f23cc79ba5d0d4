package io.jointae.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.spark.ScalaLists;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.rdd.RDD;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What a Spark task does with one file, without a job: the task is deserialized and computes its partition in the calling
 * thread. The file may change between two runs.
 */
public final class FuzzedTask {

    private static final ClassTag<RDD<?>> TAG = ClassTag$.MODULE$.apply(RDD.class);

    /** Spark deletes what it broadcast for these rows when nobody refers to them any more. */
    private final RDD<?> rows;

    private final Partition partition;
    private final byte[] task;
    private long attempt;

    /**
     * Does what a command does with a file: checks it, and reads it in a task if it was not refused. A hash of the bytes
     * chooses the task, so that an input that is found is always read in the same way.
     *
     * @param tasks the ways to read the file
     */
    public static void parse(byte[] bytes, FuzzedFile.Parser check, List<FuzzedTask> tasks) {
        if (FuzzedFile.parse(check)) {
            FuzzedTask task = tasks.get(Math.floorMod(Arrays.hashCode(bytes), tasks.size()));
            FuzzedFile.parse(task::run);
        }
    }

    /** Plans the task that computes all rows, whose files have at least the size of the later ones. */
    public FuzzedTask(RDD<?> rows) {
        assertThat(rows.getNumPartitions()).isEqualTo(1);
        this.rows = rows;
        partition = rows.partitions()[0];
        ByteBuffer serialized = serializer().serialize(rows, TAG);
        task = new byte[serialized.remaining()];
        serialized.get(task);
    }

    private static SerializerInstance serializer() {
        return SparkEnv.get().closureSerializer().newInstance();
    }

    /**
     * Computes all rows and returns their number.
     *
     * @throws InvalidInputException if the task finds invalid input, or fails because of it as a command would say
     */
    public long run() {
        attempt++;
        TaskMemoryManager memory = new TaskMemoryManager(SparkEnv.get().memoryManager(), attempt);
        TaskContextImpl context = new TaskContextImpl(
                0,
                0,
                0,
                attempt,
                0,
                1,
                memory,
                new Properties(),
                null,
                TaskMetrics.empty(),
                1,
                scala.collection.immutable.Map$.MODULE$.empty());
        TaskContext$.MODULE$.setTaskContext(context);
        SparkEnv.get().blockManager().registerTask(attempt);
        long count = 0;
        try {
            RDD<?> copy = serializer()
                    .deserialize(ByteBuffer.wrap(task), Thread.currentThread().getContextClassLoader(), TAG);
            for (Iterator<?> each = copy.iterator(partition, context); each.hasNext(); each.next()) {
                count++;
            }
        } catch (Exception e) {
            // Spark is written in Scala: it throws checked exceptions without declaring them.
            throw FileFailures.invalidInputBehind(e)
                    .orElseThrow(() -> new AssertionError("The task threw another exception.", e));
        } finally {
            context.markTaskCompleted(Option.empty());
            memory.cleanUpAllAllocatedMemory();
            SparkEnv.get().blockManager().releaseAllLocksForTask(attempt);
            TaskContext$.MODULE$.unset();
        }
        for (AccumulatorV2<?, ?> each :
                ScalaLists.<AccumulatorV2<?, ?>>toJava(context.taskMetrics().accumulators())) {
            if (each instanceof CollectionAccumulator<?> errors
                    && !errors.value().isEmpty()) {
                throw (InvalidInputException) errors.value().get(0);
            }
        }
        return count;
    }
}
