package io.jointae.train.averaging;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.SparkMemory;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.engine.Precision;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.TrainingPlan;
import org.apache.spark.SparkConf;

/**
 * The memory that the rounds of a plan need, in bytes. It does not include the rows of data, which executors can spill to
 * disk. The figures are estimates: {@code bench memory} and {@code bench driver} measure them.
 *
 * @param plan the name of the run
 * @param workers the number of workers
 * @param parameters the size of the parameters
 * @param replicaState the size of the optimizer state of one replica
 * @param averagedState the size of the optimizer state that is averaged; 0 if each worker keeps its own
 * @param activations the size of the activations, deltas and noise of a minibatch, and of the copies in bfloat16
 * @param velocities the size of the outer optimizer's velocity before and after a round together; 0 if it keeps none
 */
public record RoundMemory(
        String plan,
        int workers,
        long parameters,
        long replicaState,
        long averagedState,
        long activations,
        long velocities) {

    /** Spark reserves this part of every heap for itself. */
    private static final long RESERVED = 300L << 20;

    /**
     * The driver holds the state before a round, that state as it is broadcast, the average as it arrives, the new state,
     * and one more for listeners that copy the parameters.
     */
    private static final int COPIES_ON_DRIVER = 5;

    private static final int COPIES_BESIDE_OTHERS = 3;

    /** An executor holds what a round starts from once as values and once as the received blocks. */
    private static final int COPIES_PER_EXECUTOR = 2;

    /** A task holds its result as values and in serialized form. */
    private static final int COPIES_PER_TASK = 2;

    /** A task that averages with others holds its vectors, those that it sends and receives, and the averages. */
    private static final int COPIES_PER_PEER = 4;

    /** The arrays of one unit and one example: input, corrupted input, activation and delta, while encoding and decoding. */
    private static final int ARRAYS_PER_UNIT = 8;

    /** A worker returns some numbers besides its vectors. */
    private static final long BYTES_BESIDES = 2048;

    private static final double MIB = 1 << 20;
    private static final double MARGIN = 1.1;

    /** Returns the memory that the rounds of a plan need. */
    public static RoundMemory of(TrainingPlan plan) {
        long parameters = (long) Float.BYTES * new ParameterLayout(plan.architecture()).size();
        long state = parameters * plan.updater().stateSize();
        long units = plan.architecture().inputs();
        for (LayerSpec layer : plan.architecture().layers()) {
            units += layer.units();
        }
        return new RoundMemory(
                plan.name(),
                plan.averaging().workers(),
                parameters,
                state,
                plan.averaging().state() == Averaging.State.AVERAGE ? state : 0,
                ARRAYS_PER_UNIT * Float.BYTES * units * plan.batchSize() + copies(plan, parameters, units),
                plan.averaging().outer().hasVelocity() ? 2 * parameters : 0);
    }

    /** Returns the size of the copies in half the size: of each weight in two layouts, and of each activation in one. */
    private static long copies(TrainingPlan plan, long parameters, long units) {
        return plan.steps().arithmetic().precision() == Precision.FLOAT
                ? 0
                : parameters + ARRAYS_PER_UNIT * Float.BYTES / 2 * units * plan.batchSize();
    }

    /** Returns the size of the vectors that a round starts from, and that a worker returns. */
    long vectors() {
        return parameters + averagedState;
    }

    /** Returns the heap that the driver needs. */
    public long driverHeap() {
        return RESERVED + COPIES_ON_DRIVER * vectors() + velocities;
    }

    /**
     * Returns the heap that an executor needs.
     *
     * @param tasks the number of workers that run in it at the same time
     */
    public long executorHeap(int tasks) {
        long keptStates = replicaState - averagedState;
        return RESERVED + COPIES_PER_EXECUTOR * vectors() + tasks * (COPIES_PER_TASK * vectors() + keptStates);
    }

    /** Returns whether the workers can average among themselves, which needs more heap than averages on the driver. */
    boolean fitsPeers(SparkMemory memory) {
        int tasks = Math.min(workers, memory.tasksPerExecutor());
        return executorHeap(tasks) + tasks * COPIES_PER_PEER * vectors() <= memory.executorHeap();
    }

    /** Returns the memory that an executor needs for arrays: parameters, gradient, optimizer state and a minibatch. */
    public long executorArrays(int tasks) {
        return tasks * (2 * parameters + replicaState + activations);
    }

    /**
     * Returns how many runs with these rounds the driver's heap holds at the same time, 1 or more. A run beside others
     * needs the state before a round, the average as it arrives, and the new state; what is broadcast may go to disk.
     *
     * @return {@link Integer#MAX_VALUE} where driver and executor are one process, which has few cores
     */
    public int runsInDriver(SparkConf conf) {
        return runsInDriver(SparkMemory.of(conf));
    }

    int runsInDriver(SparkMemory memory) {
        if (memory.oneProcess()) {
            return Integer.MAX_VALUE;
        }
        long runs = (memory.driverHeap() - RESERVED) / (COPIES_BESIDE_OTHERS * vectors() + velocities);
        return (int) Math.max(1, Math.min(runs, Integer.MAX_VALUE));
    }

    /**
     * Checks that the rounds of a plan fit the memory of a session.
     *
     * @throws InvalidInputException naming the first setting that is too small and the value to set
     */
    public static void check(SparkConf conf, TrainingPlan plan) {
        of(plan).check(SparkMemory.of(conf));
    }

    void check(SparkMemory memory) {
        int tasks = Math.min(workers, memory.tasksPerExecutor());
        long result = vectors() + workers * BYTES_BESIDES;
        if (result > memory.maxResultSize()) {
            throw tooSmall(
                    result,
                    "for the average that a round returns to the driver",
                    memory.maxResultSize(),
                    "spark.driver.maxResultSize",
                    result);
        }
        long inDriver = driverHeap() + (memory.oneProcess() ? executorHeap(tasks) - RESERVED : 0);
        if (inDriver > memory.driverHeap()) {
            throw tooSmall(inDriver, "of heap in the driver", memory.driverHeap(), "spark.driver.memory", inDriver);
        }
        if (!memory.oneProcess() && executorHeap(tasks) > memory.executorHeap()) {
            throw tooSmall(
                    executorHeap(tasks),
                    inExecutor("of heap", tasks),
                    memory.executorHeap(),
                    "spark.executor.memory",
                    executorHeap(tasks));
        }
        long arrays = executorArrays(tasks);
        if (arrays > memory.executorArrays()) {
            boolean inContainer = memory.overhead() > 0;
            throw tooSmall(
                    arrays,
                    inExecutor("outside the heap", tasks),
                    memory.executorArrays(),
                    inContainer
                            ? "spark.executor.memoryOverhead"
                            : memory.oneProcess() ? "spark.driver.memory" : "spark.executor.memory",
                    inContainer
                            ? memory.overhead() + arrays - memory.executorArrays()
                            // The limit outside the heap is a multiple of the heap.
                            : (long) (memory.executorHeap() * (double) arrays / memory.executorArrays()));
        }
    }

    private static String inExecutor(String kind, int tasks) {
        return kind + " in an executor that trains " + (tasks == 1 ? "one worker" : tasks + " workers") + " at a time";
    }

    private InvalidInputException tooSmall(long needed, String what, long present, String setting, long value) {
        return InvalidInputException.of(
                "%s with %d parameters needs about %.0f MiB %s, and there are %.0f MiB: set %s=%.0fm.",
                plan,
                parameters / Float.BYTES,
                needed / MIB,
                what,
                Math.floor(present / MIB),
                setting,
                Math.ceil(MARGIN * value / MIB));
    }
}
