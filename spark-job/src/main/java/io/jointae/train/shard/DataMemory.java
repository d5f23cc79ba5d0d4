package io.jointae.train.shard;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.runtime.SparkMemory;
import io.jointae.train.plan.TrainingPlan;
import java.io.File;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The memory and the disk that the training data of a plan need. Every value counts 4 bytes, since it is not known before
 * the rows are read whether they can be stored as bytes, and every stored value of a sparse row counts 8.
 *
 * @param plan the name of the run
 * @param order how an epoch orders the examples of a worker
 * @param workers the number of workers
 * @param rows the number of training examples
 * @param width the number of values per example
 * @param bytesPerRow the memory of an example
 */
public record DataMemory(String plan, RowOrder.Kind order, int workers, long rows, int width, double bytesPerRow) {

    /** Spark reserves this part of every heap for itself. */
    private static final long RESERVED = 300L << 20;

    /** Rows are on disk up to three times: as shuffled, as sorted, and as blocks. */
    private static final int COPIES_ON_DISK = 3;

    /** Data below this share of the heap do not need the disk. */
    private static final double SHARE_OF_HEAP = 0.3;

    private static final double MARGIN = 1.1;
    private static final long MIB = 1 << 20;

    /** The position and the value of a stored value of a sparse row. */
    private static final int BYTES_PER_SPARSE_VALUE = Integer.BYTES + Float.BYTES;

    /** Describes examples that store all values. */
    DataMemory(String plan, RowOrder.Kind order, int workers, long rows, int width) {
        this(plan, order, workers, rows, width, (double) width * Float.BYTES);
    }

    /**
     * Returns the needs of a plan whose examples store all values.
     *
     * @param rows the number of training examples of all workers
     */
    public static DataMemory of(TrainingPlan plan, long rows) {
        return of(plan, rows, plan.architecture().inputs() * (double) Float.BYTES);
    }

    /** Returns the needs of a plan that trains on a dataset. */
    public static DataMemory of(TrainingPlan plan, PreparedDataset data) {
        return of(plan, data.count(Split.TRAIN), bytesPerRow(data, Split.TRAIN));
    }

    /**
     * Returns the needs of a plan that trains on sparse rows.
     *
     * @param count the number of rows
     */
    public static DataMemory of(TrainingPlan plan, SparseRows rows, long count) {
        return of(plan, count, rows.valuesPerRow() * BYTES_PER_SPARSE_VALUE);
    }

    private static DataMemory of(TrainingPlan plan, long rows, double bytesPerRow) {
        int width = plan.architecture().inputs();
        RowOrder.Kind order = RowOrder.Kind.of(plan.steps(), rows, width);
        return new DataMemory(plan.name(), order, plan.averaging().workers(), rows, width, bytesPerRow);
    }

    /** Returns the average memory of a row of a split. */
    static double bytesPerRow(PreparedDataset data, Split split) {
        return data.manifest().storedValuesPerRow(split) * (data.isSparse() ? BYTES_PER_SPARSE_VALUE : Float.BYTES);
    }

    /**
     * Checks that the data fit the executors, before they are read.
     *
     * @throws InvalidInputException naming what is too small and the value to set
     */
    public void check(JavaSparkContext context) {
        SparkMemory memory = SparkMemory.of(context.getConf());
        checkHeap(memory);
        if (bytes(rows) > SHARE_OF_HEAP * memory.executorHeap()) {
            int others = context.sc().getExecutorMemoryStatus().size() - (memory.oneProcess() ? 0 : 1);
            checkDisk(freeDisk(context), Math.max(1, Math.min(workers, others)));
        }
    }

    /** Checks the data of the workers that run in one executor at the same time. */
    void checkHeap(SparkMemory memory) {
        if (rowsPerWorker() > Integer.MAX_VALUE) {
            throw InvalidInputException.ofField(
                    "workers",
                    "%d gives each worker %d training examples, and a worker takes at most %d: choose at least %d.",
                    workers,
                    rowsPerWorker(),
                    Integer.MAX_VALUE,
                    (rows + Integer.MAX_VALUE - 1) / Integer.MAX_VALUE);
        }
        int tasks = Math.min(workers, memory.tasksPerExecutor());
        long needed = RESERVED + tasks * heldByWorker();
        if (needed <= memory.executorHeap()) {
            return;
        }
        String setting = memory.oneProcess() ? "spark.driver.memory" : "spark.executor.memory";
        long value = (long) Math.ceil(MARGIN * needed / MIB);
        if (order == RowOrder.Kind.SHUFFLED) {
            throw InvalidInputException.of(
                    "%s keeps %d MiB of training data in the memory of an executor, which needs a heap of %d MiB, and there"
                            + " are %d MiB: set %s=%dm, set %s to %d with one executor each, or set %s to 0 to read the data"
                            + " from disk.",
                    plan,
                    tasks * heldByWorker() / MIB,
                    needed / MIB,
                    memory.executorHeap() / MIB,
                    setting,
                    value,
                    FieldName.of("workers"),
                    workersThatFit(memory.executorHeap()),
                    FieldName.of("shuffle-limit"));
        }
        throw InvalidInputException.of(
                "%s reads %d MiB of training data at a time in an executor that trains %d workers, which needs a heap of"
                        + " %d MiB, and there are %d MiB: set %s=%dm, or give each executor fewer cores.",
                plan, tasks * heldByWorker() / MIB, tasks, needed / MIB, memory.executorHeap() / MIB, setting, value);
    }

    /** Returns the number of workers that hold the data if each has an executor of its own. */
    private long workersThatFit(long heap) {
        long free = Math.max(bytes(1), heap - RESERVED);
        return (bytes(rows) + free - 1) / free;
    }

    /** Checks the local disk of the executors. */
    void checkDisk(long free, int executors) {
        long needed = COPIES_ON_DISK * bytes(rows) / executors;
        if (needed > free) {
            throw InvalidInputException.of(
                    "%s needs about %d MiB on the local disk of each of %d executors for the training data, and one has %d"
                            + " MiB free: set spark.local.dir to a larger disk, or set %s to %d with as many executors.",
                    plan,
                    needed / MIB,
                    executors,
                    free / MIB,
                    FieldName.of("workers"),
                    (COPIES_ON_DISK * bytes(rows) + Math.max(1, free) - 1) / Math.max(1, free));
        }
    }

    /** Returns the bytes of data that a worker holds at a time. */
    private long heldByWorker() {
        long block = bytes(StoredBlocks.rowsPerBlock(width));
        long window = switch (order) {
            case SHUFFLED -> bytes(rowsPerWorker());
            case BLOCKWISE -> 2 * RowOrder.WINDOW_BLOCKS * block;
            case SEQUENTIAL -> 2 * block;
        };
        return Math.min(bytes(rowsPerWorker()), window);
    }

    private long rowsPerWorker() {
        return (rows + workers - 1) / workers;
    }

    private long bytes(long count) {
        return (long) (count * bytesPerRow);
    }

    /** Returns the free space on the local disks of the executor that has least, as far as the tasks of a job meet it. */
    private long freeDisk(JavaSparkContext context) {
        int tasks = Math.max(1, Math.min(workers, context.defaultParallelism()));
        return context.parallelize(Collections.nCopies(tasks, 0), tasks)
                .map(task -> {
                    File[] folders =
                            SparkEnv.get().blockManager().diskBlockManager().localDirs();
                    return List.of(folders).stream()
                            .mapToLong(File::getUsableSpace)
                            .max()
                            .orElse(Long.MAX_VALUE);
                })
                .reduce(Math::min);
    }
}
