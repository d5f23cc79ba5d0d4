package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.model.ModelDirectory;
import io.jointae.results.CodeMetric;
import io.jointae.results.ResultRow;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * The codes of one layer of a model on a dataset.
 *
 * @param subject the whole model and the dataset
 * @param layer the layer, counted from 1 for the lowest
 * @param bottom the lowest {@code layer} layers of the model, whose top codes are the codes of that layer
 */
record FrozenCodes(ModelOnDataset subject, int layer, ModelOnDataset bottom) {

    /** The value of an option that stands for the top layer. */
    static final int TOP = 0;

    /** The name of the option that selects a layer. */
    static final String LAYER_OPTION = "layer";

    /** The hyper-parameter with the number of the layer. */
    static final String LAYER = "code-layer";

    /**
     * Returns the codes of a layer.
     *
     * @param layer counted from 1 for the lowest; {@link #TOP} stands for the top layer
     * @throws InvalidInputException if the model has no such layer
     */
    static FrozenCodes of(ModelOnDataset subject, int layer) {
        int depth = subject.model().model().architecture().depth();
        int number = number(layer, depth, subject.describe());
        if (number == depth) {
            return new FrozenCodes(subject, depth, subject);
        }
        ModelDirectory whole = subject.model();
        ModelDirectory bottom = new ModelDirectory(whole.model().bottom(number), whole.updaters(), whole.card());
        return new FrozenCodes(subject, number, new ModelOnDataset(bottom, subject.data(), subject.arithmetic()));
    }

    /**
     * Returns the number of a layer, counted from 1.
     *
     * @param layer counted from 1; {@link #TOP} stands for the top layer
     * @param depth number of layers of the model
     * @param model name of the model in messages
     * @throws InvalidInputException if the model has no such layer
     */
    static int number(int layer, int depth, String model) {
        if (layer < TOP || layer > depth) {
            throw InvalidInputException.ofField(
                    LAYER_OPTION,
                    "%d does not exist in %s: choose 1 to %d, or 0 for the top layer.",
                    layer,
                    model,
                    depth);
        }
        return layer == TOP ? depth : layer;
    }

    /** Returns the number of units of the layer. */
    int units() {
        return subject.model().model().architecture().width(layer);
    }

    /** Returns the codes of the training rows, which are kept until the cache is closed. */
    JavaRDD<RowBlock> training(EvaluationCache cache) {
        return cache.trainingFeatures(bottom);
    }

    /** Returns the codes of a split. */
    JavaRDD<RowBlock> codes(EvaluationCache cache, Split split) {
        return cache.features(bottom, split);
    }

    /**
     * Returns a measured cell of these codes. The name of the metric contains the layer, because a model has one value per
     * layer.
     *
     * @param chosen hyper-parameters of the evaluation
     * @param metric what was measured
     * @param share share of the labels as text; null if the measurement needs none
     * @param split split on which the value was measured
     * @param measured the value, its interval and the time
     */
    ResultRow row(Map<String, String> chosen, CodeMetric metric, String share, Split split, Measured measured) {
        Map<String, String> all = new HashMap<>(chosen);
        all.put(LAYER, Integer.toString(layer));
        return subject.row(
                all, metric.name(share, layer).id(), split, measured.value(), measured.ci95(), measured.seconds());
    }

    /**
     * A measured value.
     *
     * @param value in the unit of the metric
     * @param ci95 half width of the 95 % confidence interval; null if none is defined
     * @param seconds wall time of the evaluation
     */
    record Measured(double value, Double ci95, double seconds) {}
}
