package io.jointae.evaluate.data;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model and the data it is measured on, checked to fit.
 *
 * @param model with its card
 * @param data of the model's width
 */
public record ModelOnDataset(ModelDirectory model, PreparedDataset data) {

    /** @throws InvalidInputException if the model's width is not the dataset's */
    public ModelOnDataset {
        int inputs = model.model().architecture().inputs();
        if (inputs != data.width()) {
            throw InvalidInputException.of(
                    "model %s takes rows of %d values, dataset %s has rows of %d: give the --data it was trained on",
                    model.card().name(), inputs, data.name(), data.width());
        }
    }

    /** In words, such as {@code rect DAE-2J}. */
    public String describe() {
        return data.name() + " " + model.card().name();
    }

    /** @throws InvalidInputException if the split is empty */
    public void requireRows(Split split, String what) {
        if (data.count(split) == 0) {
            throw InvalidInputException.of(
                    "%s: split %s is empty, %s: prepare the data with rows for it", data.dir(), split, what);
        }
    }

    /**
     * A cell of this model.
     *
     * @param chosen by the evaluation, beside the options of training
     * @param ci95 half width, null where none is defined
     * @param seconds of the evaluation; training's are added
     */
    public ResultRow row(
            Map<String, String> chosen, String metric, Split split, double value, Double ci95, double seconds) {
        SortedMap<String, String> hyperparameters = new TreeMap<>(model.card().options());
        hyperparameters.putAll(chosen);
        return new ResultRow(
                data.name(),
                model.card().name(),
                model.card().scheme(),
                model.model().architecture().depth(),
                model.card().kind(),
                hyperparameters,
                metric,
                split.lowerCase(),
                value,
                ci95,
                model.card().seconds() + seconds,
                model.card().seed());
    }
}
