package io.jointae.evaluate.svm.newton;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.NormalMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;

/**
 * Divides the classes of a one-versus-rest SVM among Spark tasks. Every task copies all rows and solves the problems of its
 * classes at all costs. The tasks exchange nothing, so they use all cores and executors. Tasks that divided the rows would
 * have to add up a matrix {@code [width, width]} per class in every step, which is more data than the rows.
 *
 * @param costs {@code [costs]}, costs C, ascending
 * @param tolerance duality gap at which a problem is solved, relative to its objective
 * @param maxBytes largest size of all copies of the rows together, in bytes
 */
public record ClassTasks(double[] costs, double tolerance, long maxBytes) {

    /** The largest number of features with which a matrix {@code [width, width]} per class is reasonable. */
    public static final int MAX_FEATURES = 4095;

    /** The largest size of the matrices of one task. A task with more classes solves them in several turns. */
    private static final long MATRIX_BYTES = 256L << 20;

    /**
     * Solves the problems of several classes.
     *
     * @param rows training rows; every task reads them, so they should be persisted
     * @param count number of rows
     * @param features number of features per row
     * @param positives positive class of each problem
     * @param solved is increased by every solved problem
     * @return for each problem, its solutions at all costs
     */
    public List<List<ClassSolution>> solve(
            JavaRDD<RowBlock> rows, int count, int features, int[] positives, LongAccumulator solved) {
        int tasks = tasks(count, features, positives.length, rows.context().defaultParallelism());
        double[] path = costs;
        double gap = tolerance;
        List<JavaRDD<List<ClassSolution>>> parts = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int[] own = classes(positives, task, tasks);
            parts.add(rows.coalesce(1).mapPartitions(blocks -> {
                try (TrainingRows copy = new TrainingRows(blocks, count, features)) {
                    return solve(copy, own, path, gap, solved::add).iterator();
                }
            }));
        }
        List<List<ClassSolution>> byTask =
                parts.stream().reduce(JavaRDD::union).orElseThrow().collect();
        List<List<ClassSolution>> solutions = new ArrayList<>(byTask);
        int next = 0;
        for (int task = 0; task < tasks; task++) {
            for (int p = task; p < positives.length; p += tasks) {
                solutions.set(p, byTask.get(next++));
            }
        }
        return solutions;
    }

    /** Returns the number of tasks: at most one per slot and class, and as many as copies of the rows are allowed. */
    int tasks(int count, int features, int classes, int slots) {
        long copy = (long) Float.BYTES * count * (features + 1);
        return (int) Math.max(1, Math.min(Math.min(classes, slots), maxBytes / copy));
    }

    /** Returns the classes of one task: every {@code tasks}-th one. */
    private static int[] classes(int[] positives, int task, int tasks) {
        return IntStream.range(0, positives.length)
                .filter(p -> p % tasks == task)
                .map(p -> positives[p])
                .toArray();
    }

    /** Solves the problems of several classes, as many at a time as matrices are allowed. */
    static List<List<ClassSolution>> solve(
            TrainingRows rows, int[] positives, double[] costs, double tolerance, LongConsumer solved) {
        int turn = (int) Math.max(1, MATRIX_BYTES / NormalMatrix.bytes(rows.width()) - 2);
        CostPath path = new CostPath(rows, costs, tolerance, solved);
        List<List<ClassSolution>> solutions = new ArrayList<>();
        for (int from = 0; from < positives.length; from += turn) {
            solutions.addAll(path.solve(Arrays.copyOfRange(positives, from, Math.min(positives.length, from + turn))));
        }
        return solutions;
    }
}
