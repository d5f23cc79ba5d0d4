package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import org.apache.spark.SparkConf;

/**
 * The memory that Spark's settings give to the driver and to an executor, in bytes.
 *
 * @param oneProcess whether driver and executor are one process and share its heap
 * @param driverHeap the largest heap of this process, which is the driver
 * @param maxResultSize {@code spark.driver.maxResultSize}, the largest total size of the results of a stage; {@link
 *     Long#MAX_VALUE} for no limit
 * @param executorHeap the largest heap of an executor
 * @param executorArrays the memory of an executor for arrays outside the heap; {@link Long#MAX_VALUE} where the user set
 *     the limit of the process
 * @param tasksPerExecutor the number of tasks that run at the same time in an executor. Where the settings do not say it,
 *     1 is assumed
 * @param overhead {@code spark.executor.memoryOverhead} where executors are killed when they exceed heap and overhead;
 *     0 elsewhere
 */
public record SparkMemory(
        boolean oneProcess,
        long driverHeap,
        long maxResultSize,
        long executorHeap,
        long executorArrays,
        int tasksPerExecutor,
        long overhead) {

    /** JavaCPP's default limit on the memory of a process is this multiple of its heap. */
    private static final int PROCESS_HEAPS = 4;

    /**
     * Reads the settings of a session and the heap of this process, and applies Spark's defaults.
     *
     * @throws InvalidInputException if a setting has a malformed value
     */
    public static SparkMemory of(SparkConf conf) {
        return of(conf, Runtime.getRuntime().maxMemory());
    }

    /** @param driverHeap the heap of the driver in bytes */
    static SparkMemory of(SparkConf conf, long driverHeap) {
        String master = conf.get("spark.master", "local[*]");
        boolean oneProcess = MasterUrl.isOneProcess(master);
        boolean inContainer = MasterUrl.limitsMemory(master);
        long executorHeap = oneProcess ? driverHeap : conf.getSizeAsBytes("spark.executor.memory", "1g");
        OffHeapMemory outside = OffHeapMemory.of(conf);
        long arrays = inContainer
                ? outside.arrays().orElse(outside.arraysThatFit()) << 20
                : outside.process().isPresent() ? Long.MAX_VALUE : (PROCESS_HEAPS - 1) * executorHeap;
        long maxResultSize = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        int cores = MasterUrl.coresPerExecutor(master).orElse(conf.getInt("spark.executor.cores", 1));
        return new SparkMemory(
                oneProcess,
                driverHeap,
                maxResultSize == 0 ? Long.MAX_VALUE : maxResultSize,
                executorHeap,
                arrays,
                Math.max(1, cores / conf.getInt("spark.task.cpus", 1)),
                inContainer ? outside.overhead() << 20 : 0);
    }
}
