package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.newton.ClassTasks;
import io.jointae.spark.RddResults;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;

/**
 * Trains linear SVMs on the same rows at several costs. Rows that one task can hold are solved by {@link ClassTasks}:
 * each of several tasks copies all rows and solves some of the classes, and only the weights pass through the driver. Wider
 * rows are sent to a single task. More rows stay distributed, and every sum over them is a Spark job.
 *
 * @param costs grid of costs C, positive and strictly ascending
 * @param tolerance duality gap at which a problem is solved, relative to its objective; between 0 and 1
 * @param maxBytesPerTask largest size of the features that a single task may hold, in bytes; also the largest size of all
 *     copies that several tasks hold
 */
@DefaultSerializer(JavaSerializer.class)
public record SvmTraining(double[] costs, double tolerance, long maxBytesPerTask) implements Serializable {

    /** The default tolerance, with which objectives agree with their minima in five or more digits. */
    public static final double DEFAULT_TOLERANCE = 1e-4;

    /** The default of the largest size per task: 1 GiB. */
    public static final long DEFAULT_MAX_BYTES_PER_TASK = 1L << 30;

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

    /** Facts about the training rows, from one pass over them. */
    @DefaultSerializer(JavaSerializer.class)
    private record RowSummary(long rows, int width, TreeSet<Integer> labels, boolean finite) implements Serializable {
        static RowSummary of(RowBlock block) {
            TreeSet<Integer> labels = new TreeSet<>();
            for (int label : block.labels()) {
                labels.add(label);
            }
            boolean finite = true;
            for (float value : block.values()) {
                finite &= Float.isFinite(value);
            }
            return new RowSummary(block.rows(), block.width(), labels, finite);
        }

        RowSummary plus(RowSummary other) {
            if (width != other.width) {
                throw differentWidths(width, other.width);
            }
            TreeSet<Integer> all = new TreeSet<>(labels);
            all.addAll(other.labels);
            return new RowSummary(rows + other.rows, width, all, finite && other.finite);
        }
    }

    /** Returns the exception for rows of different widths. */
    static InvalidInputException differentWidths(int one, int other) {
        return InvalidInputException.of(
                "Some rows have %s and others have %d: all rows must have the same number of features.",
                Count.of(one, "feature"), other);
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
     *     is not finite
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
        RowSummary summary = summarize(rows, origin);
        int[] classes = summary.labels().stream().mapToInt(Integer::intValue).toArray();
        int perCost = LinearClassifier.binaryProblems(classes.length);
        int[] positives = perCost == 1 ? new int[] {classes[1]} : classes;
        try (SvmProgress reports = new SvmProgress(rows.context(), costs.length * perCost, progress)) {
            return trained(classes, solve(rows, summary, positives, reports));
        }
    }

    private static RowSummary summarize(JavaRDD<RowBlock> rows, String origin) {
        List<RowSummary> parts = RddResults.perElement(rows, RowSummary::of);
        RowSummary summary = parts.stream()
                .reduce(RowSummary::plus)
                .orElseThrow(() -> InvalidInputException.of(
                        "%s: there are no training rows, but the SVM needs some: choose data with training rows.",
                        origin));
        if (summary.labels().size() < 2) {
            throw InvalidInputException.of(
                    "%s: every row has label %d, but the SVM needs two or more classes: choose data with more classes.",
                    origin, summary.labels().first());
        }
        if (summary.labels().first() < 0) {
            throw InvalidInputException.of(
                    "%s: some rows have no label, but the SVM needs a label for every row: choose labeled data.",
                    origin);
        }
        if (!summary.finite()) {
            throw InvalidInputException.of(
                    "%s: a feature is not a finite number: check the data, or train the model again.", origin);
        }
        return summary;
    }

    private SvmSolution solve(JavaRDD<RowBlock> rows, RowSummary summary, int[] positives, SvmProgress progress) {
        double bytes = (double) Float.BYTES * summary.rows() * (summary.width() + 1);
        LongAccumulator solved = progress.solved();
        if (bytes <= maxBytesPerTask && summary.width() <= ClassTasks.MAX_FEATURES) {
            ClassTasks tasks = new ClassTasks(costs, tolerance, maxBytesPerTask);
            return SvmSolution.of(
                    tasks.solve(rows, Math.toIntExact(summary.rows()), summary.width(), positives, solved));
        }
        int[] all = IntStream.range(0, costs.length * positives.length)
                .map(p -> positives[p % positives.length])
                .toArray();
        double[] each = IntStream.range(0, all.length)
                .mapToDouble(p -> costs[p / positives.length])
                .toArray();
        if (bytes <= maxBytesPerTask) {
            double maxGap = tolerance;
            return RddResults.perPartition(rows.coalesce(1), blocks -> {
                        try (LocalSquaredHinge local = new LocalSquaredHinge(blocks)) {
                            return new SvmSolver(local, maxGap, solved::add).solve(all, each);
                        }
                    })
                    .get(0);
        }
        try (DistributedSquaredHinge distributed = new DistributedSquaredHinge(rows, summary.width(), summary.rows())) {
            LongConsumer report = count -> {
                solved.add(count);
                progress.report(solved.value());
            };
            return new SvmSolver(distributed, tolerance, report).solve(all, each);
        }
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
