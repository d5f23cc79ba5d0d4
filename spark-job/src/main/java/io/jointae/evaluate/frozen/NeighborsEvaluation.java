package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.density.Neighbors;
import io.jointae.evaluate.density.Neighbors.NeighborLabels;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.evaluate.logistic.LabeledSummary;
import io.jointae.results.CodeMetric;
import io.jointae.results.Tuning;
import io.jointae.spark.RddResults;
import io.jointae.stack.engine.Arithmetic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;

/**
 * Measures the error of the k nearest neighbors on the codes of one layer, with several shares of the labels. The
 * neighbors of a row are the labeled training rows with the smallest Euclidean distances, and have one vote each. The
 * number k of a grid with the lowest validation error is tested, the smallest one if several are equal. Nothing is
 * trained, so the error shows the geometry of the codes.
 *
 * @param layer layer of the codes, from 1 for the lowest; 0 stands for the top one
 * @param shares shares of the labels
 * @param neighbors grid of numbers k, each 1 or more, ascending; those above the number of labeled rows are left out
 */
public record NeighborsEvaluation(int layer, LabelShares shares, List<Integer> neighbors) implements CodeClassifier {

    /** The name of this evaluation in commands. */
    public static final String NAME = "neighbors";

    private static final String COUNT = "neighbors-k";

    /** The largest number of neighbors. */
    private static final int MOST = 1000;

    /** The default grid of numbers of neighbors. */
    public static final List<Integer> DEFAULT_NEIGHBORS = List.of(1, 5, 10, 20, 50);

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if the grid is empty, out of range or not ascending
     */
    public NeighborsEvaluation {
        Objects.requireNonNull(shares, "shares");
        neighbors = List.copyOf(neighbors);
        if (neighbors.isEmpty()) {
            throw InvalidInputException.ofField(COUNT, "is empty: name at least one number of neighbors.");
        }
        int before = 0;
        for (int k : neighbors) {
            if (k <= before || k > MOST) {
                throw InvalidInputException.ofField(
                        COUNT, "%d is invalid: list whole numbers from 1 to %d in ascending order.", k, MOST);
            }
            before = k;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CodeMetric error() {
        return CodeMetric.NEIGHBORS_ERROR;
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the smallest number of neighbors is larger than the number of labeled rows
     */
    @Override
    public Tested test(JavaRDD<RowBlock> labeled, LabeledSummary summary, FrozenCodes codes, EvaluationCache cache) {
        int[] counts = neighbors.stream()
                .mapToInt(Integer::intValue)
                .filter(k -> k <= summary.rows())
                .toArray();
        if (counts.length == 0) {
            throw InvalidInputException.ofField(
                    COUNT,
                    "%d is larger than the number of labeled rows, %d: choose a smaller number of neighbors or more"
                            + " labels.",
                    neighbors.get(0),
                    summary.rows());
        }
        int classes = summary.counts().lastKey() + 1;
        Arithmetic arithmetic = codes.subject().arithmetic();
        try (SampleBroadcasts samples = new SampleBroadcasts(
                cache.context(), labeled, codes.units(), codes.subject().describe())) {
            long[] errors = errors(
                    Neighbors.find(arithmetic, codes.codes(cache, Split.VALID), samples, counts[counts.length - 1]),
                    counts,
                    classes);
            int best = CodeClassifier.smallest(errors);
            int k = counts[best];
            long[] misclassified = CodeClassifier.collect(
                    Neighbors.find(arithmetic, codes.codes(cache, Split.TEST), samples, k),
                    found -> wrongIds(found, k, classes));
            return new Tested(
                    Map.of(COUNT, Integer.toString(k)),
                    Tuning.of(
                            null,
                            COUNT,
                            Arrays.stream(counts).asDoubleStream().boxed().toList()),
                    errors[best],
                    misclassified);
        }
    }

    /** Returns the number of misclassified rows for each number of neighbors. */
    private static long[] errors(JavaRDD<NeighborLabels> rows, int[] counts, int classes) {
        long[] sums = new long[counts.length];
        for (long[] part : RddResults.perElement(
                rows,
                found -> Arrays.stream(counts)
                        .mapToLong(k -> wrongIds(found, k, classes).length)
                        .toArray())) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += part[c];
            }
        }
        return sums;
    }

    private static long[] wrongIds(NeighborLabels found, int k, int classes) {
        int[] votes = new int[classes];
        return CodeClassifier.wrongIds(found.rows().ids(), found.rows().labels(), i -> found.vote(i, k, votes));
    }
}
