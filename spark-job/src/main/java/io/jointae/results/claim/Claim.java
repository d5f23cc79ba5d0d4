package io.jointae.results.claim;

import io.jointae.data.Split;
import io.jointae.results.Metric;
import java.util.List;
import java.util.Objects;

/**
 * A statement of the paper that says of pairs of models which of the two is better.
 *
 * @param id short name, which also names the file of its note, such as {@code joint-svm-dae}
 * @param sentence the statement
 * @param place where the paper makes it, such as {@code Table II}
 * @param pairs the pairs of models, on every dataset
 */
public record Claim(String id, String sentence, String place, List<Pair> pairs) {

    /**
     * Two models of which the paper says that the first one is better.
     *
     * @param better name of the model that is better according to the statement, such as {@code DAE-2J}
     * @param worse name of the other model
     * @param metric what both are compared by
     * @param split the rows that both are compared on
     */
    public record Pair(String better, String worse, Metric metric, Split split) {

        public Pair {
            Objects.requireNonNull(better, "better");
            Objects.requireNonNull(worse, "worse");
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(split, "split");
        }
    }

    public Claim {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("claim " + id + " has no pairs");
        }
    }
}
