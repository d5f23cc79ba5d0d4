package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;

/**
 * Trains linear SVMs of one set of rows at several costs. Rows that fit one machine go to one task, which
 * solves everything there: nothing passes through the driver but the weights, and several trainings side by
 * side use several executors. More rows stay where they are and each sum over them is a Spark job.
 *
 * @param costs the grid of C, ascending
 * @param tolerance of the duality gap relative to the objective
 * @param oneMachine bytes of features that one task may hold
 */
public record SvmTraining(double[] costs, double tolerance, long oneMachine) implements Serializable {

    /** Objectives then agree with the minimum in five or more digits. */
    public static final double TOLERANCE = 1e-4;

    public static final long ONE_MACHINE = 1L << 30;

    public SvmTraining {
        if (costs.length == 0) {
            throw new InvalidInputException("no C to try: name one or more");
        }
        for (int c = 0; c < costs.length; c++) {
            if (!(costs[c] > 0) || Double.isInfinite(costs[c]) || (c > 0 && costs[c] <= costs[c - 1])) {
                throw InvalidInputException.of("C %s: costs are positive and ascend", costs[c]);
            }
        }
        if (!(tolerance > 0) || !(tolerance < 1)) {
            throw InvalidInputException.of("tolerance %s: must lie between 0 and 1", tolerance);
        }
    }

    /** The usual tolerance, and a machine's usual share. */
    public static SvmTraining of(double... costs) {
        return new SvmTraining(costs, TOLERANCE, ONE_MACHINE);
    }

    /** What the rows are, from one pass. */
    private record Summary(long rows, int width, TreeSet<Integer> labels, boolean finite) implements Serializable {
        static Summary of(RowBlock block) {
            TreeSet<Integer> labels = new TreeSet<>();
            for (int label : block.labels()) {
                labels.add(label);
            }
            boolean finite = true;
            for (float value : block.values()) {
                finite &= Float.isFinite(value);
            }
            return new Summary(block.rows(), block.width(), labels, finite);
        }

        Summary plus(Summary other) {
            if (width != other.width) {
                throw InvalidInputException.of(
                        "features: rows of %d and of %d values: all rows need one width", width, other.width);
            }
            TreeSet<Integer> all = new TreeSet<>(labels);
            all.addAll(other.labels);
            return new Summary(rows + other.rows, width, all, finite && other.finite);
        }
    }

    /** Classifiers, one a cost, with what their problems reached. */
    public record Trained(List<LinearClassifier> classifiers, double[] objectives, double[] gaps)
            implements Serializable {}

    /**
     * @param rows training rows; read several times, so best persisted
     * @param origin of the rows, for messages
     * @throws InvalidInputException if there are no rows, one class only or a value that is no number
     */
    public Trained train(JavaRDD<RowBlock> rows, String origin) {
        Summary summary = summary(rows, origin);
        int[] classes = summary.labels().stream().mapToInt(Integer::intValue).toArray();
        int columns = LinearClassifier.columns(classes.length);
        int[] positives = new int[costs.length * columns];
        double[] each = new double[positives.length];
        for (int p = 0; p < positives.length; p++) {
            positives[p] = columns == 1 ? classes[1] : classes[p % columns];
            each[p] = costs[p / columns];
        }
        return trained(classes, solve(rows, summary, positives, each));
    }

    private static Summary summary(JavaRDD<RowBlock> rows, String origin) {
        List<Summary> parts = rows.map(Summary::of).collect();
        Summary summary = parts.stream()
                .reduce(Summary::plus)
                .orElseThrow(() -> new InvalidInputException(
                        origin + ": no rows to train an SVM on: give data with training rows"));
        if (summary.labels().size() < 2) {
            throw InvalidInputException.of(
                    "%s: every row has label %d: an SVM needs two classes or more",
                    origin, summary.labels().first());
        }
        if (summary.labels().first() < 0) {
            throw InvalidInputException.of("%s: rows without a label: an SVM needs labelled rows", origin);
        }
        if (!summary.finite()) {
            throw InvalidInputException.of(
                    "%s: a feature is no finite number: train the model again or check the data", origin);
        }
        return summary;
    }

    private SvmSolution solve(JavaRDD<RowBlock> rows, Summary summary, int[] positives, double[] each) {
        double bytes = (double) Float.BYTES * summary.rows() * (summary.width() + 1);
        double precision = tolerance;
        if (bytes <= oneMachine) {
            return rows.coalesce(1)
                    .mapPartitions(all -> {
                        try (LocalSquaredHinge local = new LocalSquaredHinge(all)) {
                            return List.of(new SvmSolver(local, precision).solve(positives, each))
                                    .iterator();
                        }
                    })
                    .first();
        }
        try (DistributedSquaredHinge spread = new DistributedSquaredHinge(rows, summary.width(), summary.rows())) {
            return new SvmSolver(spread, precision).solve(positives, each);
        }
    }

    private Trained trained(int[] classes, SvmSolution solution) {
        int size = solution.weights().length / costs.length;
        List<LinearClassifier> classifiers = new ArrayList<>();
        for (int c = 0; c < costs.length; c++) {
            classifiers.add(
                    new LinearClassifier(classes, Arrays.copyOfRange(solution.weights(), c * size, (c + 1) * size)));
        }
        return new Trained(classifiers, solution.objectives(), solution.gaps());
    }
}
