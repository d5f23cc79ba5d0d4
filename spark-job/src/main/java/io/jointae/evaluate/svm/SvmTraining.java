package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.hinge.ChunkLayout;
import io.jointae.evaluate.svm.hinge.DistributedSquaredHinge;
import io.jointae.evaluate.svm.hinge.LocalSquaredHinge;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;

/**
 * Trains linear SVMs on the same rows at several costs. Few rows are sent to a single task, which solves everything: only
 * the weights pass through the driver, and several trainings can use several executors. More rows are divided among all
 * cores, and every sum over them is a Spark job. Both ways give the same weights, bit for bit.
 *
 * @param costs grid of costs C, positive and strictly ascending
 * @param tolerance duality gap at which a problem is solved, relative to its objective; between 0 and 1
 * @param maxBytesPerTask largest size of the features that a single task solves alone, in bytes. Up to 16 times as much,
 *     divided among all tasks, stays in native memory between the sums; larger data stay on the heap or on disk
 */
@DefaultSerializer(JavaSerializer.class)
public record SvmTraining(double[] costs, double tolerance, long maxBytesPerTask) implements Serializable {

    /** The default tolerance, with which objectives agree with their minima in five or more digits. */
    public static final double DEFAULT_TOLERANCE = 1e-4;

    /** The default of the largest size per task: 64 MiB. */
    public static final long DEFAULT_MAX_BYTES_PER_TASK = 64L << 20;

    /** How many times the largest size per task stays in native memory, over all tasks. */
    private static final long RESIDENT_PER_TASK = 16;

    /** The largest size of the rows of one task that stay on the heap or on disk. */
    private static final long MOST_BYTES_PER_PART = 256L << 20;

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if the costs are empty, not positive or not ascending, or if the tolerance is out of
     *     range
     */
    public SvmTraining {
        requireAscending("costs", costs);
        if (!(tolerance > 0) || !(tolerance < 1)) {
            throw InvalidInputException.ofField(
                    "tolerance", "%s is out of range: choose a value between 0 and 1.", tolerance);
        }
    }

    /** Returns a training at the given costs with the default settings. */
    public static SvmTraining of(double... costs) {
        return new SvmTraining(costs, DEFAULT_TOLERANCE, DEFAULT_MAX_BYTES_PER_TASK);
    }

    /**
     * Checks a grid of costs.
     *
     * @param field name of the field that holds the grid, for messages
     * @param costs the grid
     * @throws InvalidInputException if the grid is empty, not positive or not ascending
     */
    public static void requireAscending(String field, double[] costs) {
        if (costs.length == 0) {
            throw InvalidInputException.ofField(field, "is empty: name at least one cost C.");
        }
        for (int c = 0; c < costs.length; c++) {
            if (!(costs[c] > 0) || Double.isInfinite(costs[c])) {
                throw InvalidInputException.ofField(
                        field, "%s is not positive and finite: choose values greater than 0.", costs[c]);
            }
            if (c > 0 && costs[c] <= costs[c - 1]) {
                throw InvalidInputException.ofField(
                        field, "%s follows %s: list the costs in ascending order.", costs[c], costs[c - 1]);
            }
        }
    }

    /**
     * The result of a training.
     *
     * @param classifiers one classifier per cost
     * @param objectives values of the objectives of all binary problems, class after class within a cost
     * @param gaps duality gaps of all binary problems, in the same order
     */
    @DefaultSerializer(JavaSerializer.class)
    public record TrainedSvms(List<LinearClassifier> classifiers, double[] objectives, double[] gaps)
            implements Serializable {}

    /**
     * Trains one classifier per cost.
     *
     * @param rows training rows; they are read several times, so they should be persisted
     * @param origin where the rows come from, for messages
     * @return the classifiers
     * @throws InvalidInputException if there are no rows, all rows have the same class, a row has no label, or a feature
     *     is not finite or too large
     */
    public TrainedSvms train(JavaRDD<RowBlock> rows, String origin) {
        return train(rows, origin, line -> {});
    }

    /**
     * Trains one classifier per cost and reports the progress.
     *
     * @param rows training rows; they are read several times, so they should be persisted
     * @param origin where the rows come from, for messages
     * @param progress receives a line every ten seconds
     * @return the classifiers
     * @throws InvalidInputException as for {@link #train(JavaRDD, String)}
     */
    public TrainedSvms train(JavaRDD<RowBlock> rows, String origin, Consumer<String> progress) {
        RowSummary summary = RowSummary.of(rows);
        summary.check(origin);
        int[] classes = summary.labels().stream().mapToInt(Integer::intValue).toArray();
        int perCost = LinearClassifier.binaryProblems(classes.length);
        int[] positives = new int[costs.length * perCost];
        double[] problemCosts = new double[positives.length];
        for (int p = 0; p < positives.length; p++) {
            positives[p] = perCost == 1 ? classes[1] : classes[p % perCost];
            problemCosts[p] = costs[p / perCost];
        }
        try (SvmProgress reports = new SvmProgress(rows.context(), positives.length, progress)) {
            return trained(classes, solve(rows, summary, positives, problemCosts, reports));
        }
    }

    private SvmSolution solve(
            JavaRDD<RowBlock> rows, RowSummary summary, int[] positives, double[] problemCosts, SvmProgress progress) {
        ChunkLayout layout = summary.layout();
        JavaRDD<RowBlock> numbered = summary.numbered(rows);
        double maxGap = tolerance;
        LongAccumulator solved = progress.solved();
        if (layout.bytes() <= maxBytesPerTask) {
            return numbered.coalesce(1)
                    .mapPartitions(blocks -> {
                        try (LocalSquaredHinge local = new LocalSquaredHinge(layout, blocks)) {
                            return List.of(new SvmSolver(local, maxGap, solved::add).solve(positives, problemCosts))
                                    .iterator();
                        }
                    })
                    .first();
        }
        LongConsumer report = count -> {
            solved.add(count);
            progress.report(solved.value());
        };
        try (DistributedSquaredHinge distributed = distributed(layout, numbered)) {
            return new SvmSolver(distributed, maxGap, report).solve(positives, problemCosts);
        }
    }

    /** Spreads the rows over all cores. */
    private DistributedSquaredHinge distributed(ChunkLayout layout, JavaRDD<RowBlock> rows) {
        int cores = rows.context().defaultParallelism();
        boolean resident = layout.bytes() / RESIDENT_PER_TASK <= maxBytesPerTask;
        long partitions = Math.max(cores, layout.bytes() / MOST_BYTES_PER_PART);
        return new DistributedSquaredHinge(layout, rows, (int) Math.min(partitions, Integer.MAX_VALUE), resident);
    }

    private TrainedSvms trained(int[] classes, SvmSolution solution) {
        int size = solution.weights().length / costs.length;
        List<LinearClassifier> classifiers = new ArrayList<>();
        for (int c = 0; c < costs.length; c++) {
            classifiers.add(
                    new LinearClassifier(classes, Arrays.copyOfRange(solution.weights(), c * size, (c + 1) * size)));
        }
        return new TrainedSvms(classifiers, solution.objectives(), solution.gaps());
    }
}
