package io.jointae.evaluate.logistic;

import io.jointae.evaluate.data.RowBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;

/**
 * Trains one logistic regression per cost C, which minimizes {@code C sum -log p(y | x) + |W|^2 / 2}, as scikit-learn's
 * {@code LogisticRegression} does. The biases have no penalty. Each training starts at the minimum of the previous cost.
 */
public final class LogisticTraining {

    /** No element of the gradient of the mean loss is larger at the minimum; scikit-learn stops at 1e-4 by default. */
    private static final double TOLERANCE = 1e-5;

    private LogisticTraining() {}

    /**
     * Trains all regressions.
     *
     * @param rows labeled rows; they are read some hundred times, so they should be persisted
     * @param summary facts about the same rows
     * @param costs costs C, positive and ascending
     * @param progress receives a line per cost
     * @return one model per cost
     */
    public static List<LogisticModel> train(
            JavaRDD<RowBlock> rows, LabeledSummary summary, List<Double> costs, Consumer<String> progress) {
        double[] point = new double[(summary.width() + 1) * LogisticModel.scores(summary.classes().length)];
        List<LogisticModel> models = new ArrayList<>();
        for (double cost : costs) {
            LogisticLoss loss = new LogisticLoss(rows, summary, 1 / (cost * summary.rows()));
            point = Lbfgs.minimize(loss, point, TOLERANCE);
            models.add(loss.model(point));
            progress.accept("logistic regression " + models.size() + " of " + costs.size() + " is trained");
        }
        return models;
    }
}
