package io.jointae.evaluate;

import io.jointae.evaluate.finetune.Perceptron;
import io.jointae.results.ResultRow;
import java.util.List;

/**
 * The outcome of {@link FinetuneEvaluation}: the network of the best learning rate and epoch, and how it was found.
 *
 * @param rows validation error and test error, in percent
 * @param testErrors the misclassified test rows
 * @param network network of the best epoch; {@link Perceptron#network} converts it into a DL4J network
 * @param learningRate learning rate of the grid that won
 * @param bestEpoch epoch of the network, counted from 1
 * @param validationErrors number of misclassified validation rows after each epoch
 * @param millisecondsPerStep mean wall time of a training step, including the evaluation of the validation rows
 */
public record FinetuneOutcome(
        List<ResultRow> rows,
        TestErrors testErrors,
        Perceptron network,
        double learningRate,
        int bestEpoch,
        List<Long> validationErrors,
        double millisecondsPerStep)
        implements ClassifierOutcome {

    /**
     * The misclassified test rows.
     *
     * @param ids their ids, ascending
     * @param testRows number of test rows
     */
    public record TestErrors(long[] ids, long testRows) {}

    /** Copies both lists. */
    public FinetuneOutcome {
        rows = List.copyOf(rows);
        validationErrors = List.copyOf(validationErrors);
    }

    @Override
    public long[] misclassified() {
        return testErrors.ids();
    }

    @Override
    public long testRows() {
        return testErrors.testRows();
    }
}
