package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.logistic.LabeledSummary;
import io.jointae.evaluate.logistic.LogisticModel;
import io.jointae.evaluate.logistic.LogisticTraining;
import io.jointae.results.CodeMetric;
import io.jointae.results.Tuning;
import io.jointae.spark.RddResults;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures the error of a linear probe: a multinomial logistic regression on the codes of one layer, trained with several
 * shares of the labels. One regression is trained for every cost C of a grid; the one with the lowest validation error is
 * tested, the smallest cost if several are equal. The cost has the meaning that it has in scikit-learn.
 *
 * @param layer layer of the codes, from 1 for the lowest; 0 stands for the top one
 * @param shares shares of the labels
 * @param costs grid of costs C, positive and strictly ascending
 */
public record ProbeEvaluation(int layer, LabelShares shares, List<Double> costs) implements CodeClassifier {

    /** The name of this evaluation in commands. */
    public static final String NAME = "probe";

    private static final String COST = "probe-c";

    /** The default grid of costs. */
    public static final List<Double> DEFAULT_COSTS = List.of(0.01, 0.1, 1.0, 10.0, 100.0);

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if the grid is empty, not positive or not ascending
     */
    public ProbeEvaluation {
        Objects.requireNonNull(shares, "shares");
        costs = List.copyOf(costs);
        if (costs.isEmpty()) {
            throw InvalidInputException.ofField(COST, "is empty: name at least one cost C.");
        }
        double before = 0;
        for (double cost : costs) {
            if (!(cost > before) || Double.isInfinite(cost)) {
                throw InvalidInputException.ofField(
                        COST, "%s is invalid: list finite values greater than 0 in ascending order.", cost);
            }
            before = cost;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CodeMetric error() {
        return CodeMetric.PROBE_ERROR;
    }

    @Override
    public Tested test(JavaRDD<RowBlock> labeled, LabeledSummary summary, FrozenCodes codes, EvaluationCache cache) {
        List<LogisticModel> models = LogisticTraining.train(
                labeled,
                summary,
                costs,
                line -> cache.progress().accept(codes.subject().describe() + ": " + line));
        double[][] valid = errorsAndLosses(cache, codes.codes(cache, Split.VALID), models);
        int best = CodeClassifier.smallest(
                Arrays.stream(valid).mapToLong(each -> (long) each[0]).toArray());
        long[] misclassified = misclassified(cache, codes.codes(cache, Split.TEST), models.get(best));
        double loss = valid[best][1] / codes.subject().data().count(Split.VALID);
        return new Tested(
                Map.of(COST, costs.get(best).toString()),
                Tuning.of(loss, COST, costs),
                (long) valid[best][0],
                misclassified);
    }

    /** Returns the number of misclassified rows and the sum of the cross-entropy in nats for each model. */
    private static double[][] errorsAndLosses(
            EvaluationCache cache, JavaRDD<RowBlock> rows, List<LogisticModel> models) {
        LogisticModel[] all = models.toArray(LogisticModel[]::new);
        Broadcast<LogisticModel[]> broadcast = cache.context().broadcast(all);
        try {
            double[][] sums = new double[all.length][2];
            // The sums come in the order of the blocks, so the order of summation is fixed.
            for (double[][] block : RddResults.perElement(rows, block -> errorsAndLosses(broadcast.value(), block))) {
                for (int c = 0; c < sums.length; c++) {
                    sums[c][0] += block[c][0];
                    sums[c][1] += block[c][1];
                }
            }
            return sums;
        } finally {
            broadcast.destroy();
        }
    }

    private static double[][] errorsAndLosses(LogisticModel[] models, RowBlock block) {
        double[][] each = new double[models.length][];
        for (int c = 0; c < each.length; c++) {
            double[] logs = models[c].logProbabilities(block.values(), block.rows());
            each[c] =
                    new double[] {wrongIds(models[c], logs, block).length, models[c].crossEntropy(logs, block.labels())
                    };
        }
        return each;
    }

    private static long[] misclassified(EvaluationCache cache, JavaRDD<RowBlock> rows, LogisticModel model) {
        Broadcast<LogisticModel> broadcast = cache.context().broadcast(model);
        try {
            return CodeClassifier.collect(rows, block -> {
                LogisticModel received = broadcast.value();
                return wrongIds(received, received.logProbabilities(block.values(), block.rows()), block);
            });
        } finally {
            broadcast.destroy();
        }
    }

    private static long[] wrongIds(LogisticModel model, double[] logProbabilities, RowBlock block) {
        int[] predicted = model.predict(logProbabilities);
        return CodeClassifier.wrongIds(block.ids(), block.labels(), i -> predicted[i]);
    }
}
