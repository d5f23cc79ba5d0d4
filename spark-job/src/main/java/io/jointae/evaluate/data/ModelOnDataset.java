package io.jointae.evaluate.data;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.feature.Scaling;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trained model, the dataset on which it is evaluated, and how its codes and reconstructions are computed. The rows of {@link #data} are scaled as the model scales its
 * inputs, even if the dataset was prepared with other moments.
 *
 * @param model trained model with its model card
 * @param data dataset whose rows have as many values as the model has inputs
 * @param arithmetic library and precision that compute codes and reconstructions
 */
public record ModelOnDataset(ModelDirectory model, PreparedDataset data, Arithmetic arithmetic) {

    private static final String ENGINE = "evaluation-engine";
    private static final String PRECISION = "evaluation-precision";

    /** The hyperparameters of a cell that say how codes and reconstructions were computed. */
    public static final Set<String> ARITHMETIC = Set.of(ENGINE, PRECISION);

    /**
     * Checks that the widths and the kinds of scaling match.
     *
     * @throws InvalidInputException if the model does not have as many inputs as a row has values, or if it takes values
     *     of another range
     */
    public ModelOnDataset {
        int inputs = model.model().architecture().inputs();
        if (inputs != data.width()) {
            throw InvalidInputException.of(
                    "Model %s takes rows of %s, but dataset %s has rows of %s: choose the dataset that the"
                            + " model was trained on.",
                    model.card().name(), Count.of(inputs, "value"), data.name(), Count.of(data.width(), "value"));
        }
        Scaling scaling = model.card().scaling();
        if (scaling.kind() != data.manifest().scaling().kind()) {
            throw InvalidInputException.of(
                    "Model %s was trained with the scaling %s, but dataset %s was prepared with the scaling %s: prepare the"
                            + " dataset with the scaling %s.",
                    model.card().name(),
                    scaling.kind().id(),
                    data.name(),
                    data.manifest().scaling().kind().id(),
                    scaling.kind().id());
        }
        data = data.scaledBy(scaling);
    }

    /**
     * Evaluates a model by ND4J in single precision.
     *
     * @throws InvalidInputException if the widths and the kinds of scaling do not match
     */
    public ModelOnDataset(ModelDirectory model, PreparedDataset data) {
        this(model, data, Arithmetic.DEFAULT);
    }

    /** Returns the same model and dataset with another library or precision. */
    public ModelOnDataset with(Arithmetic other) {
        return new ModelOnDataset(model, data, other);
    }

    /** Returns the model as tasks compute it. */
    TaskModel taskModel() {
        return new TaskModel(model.model(), arithmetic);
    }

    /**
     * Returns what the cells of an evaluation say of its arithmetic: nothing of ND4J and of single precision, as in the
     * results of earlier versions.
     */
    public static SortedMap<String, String> hyperparameters(Arithmetic arithmetic) {
        SortedMap<String, String> map = new TreeMap<>();
        if (arithmetic.engine() != EngineKind.ND4J) {
            map.put(ENGINE, arithmetic.engine().optionName());
        }
        if (arithmetic.precision() != Precision.FLOAT) {
            map.put(PRECISION, arithmetic.precision().optionName());
        }
        return map;
    }

    /** Returns the names of the dataset and the model, such as {@code rect DAE-2J}. */
    public String describe() {
        return data.name() + " " + model.card().name();
    }

    /**
     * Checks that a split has rows.
     *
     * @param split split that an evaluation needs
     * @param reason clause that says why the evaluation needs it
     * @throws InvalidInputException if the split is empty
     */
    public void requireRows(Split split, String reason) {
        if (data.count(split) == 0) {
            throw InvalidInputException.of(
                    "%s: split %s is empty, but %s: prepare the dataset with rows in this split.",
                    data.dir(), split, reason);
        }
    }

    /**
     * Returns a measured cell of this model.
     *
     * @param chosen hyperparameters of the evaluation, in addition to the options of training and to the arithmetic
     * @param metric name of the metric
     * @param split split on which the value was measured
     * @param value measured value, in the unit of the metric
     * @param ci95 half width of the 95 % confidence interval; null if none is defined
     * @param seconds wall time of the evaluation, to which that of training is added
     * @return the cell
     */
    public ResultRow row(
            Map<String, String> chosen, String metric, Split split, double value, Double ci95, double seconds) {
        ModelCard card = model.card();
        ModelVariant variant = new ModelVariant(
                card.name(), card.scheme(), model.model().architecture().depth(), card.kind());
        return new Cell(data.name(), data.hash(), variant, card.options(), new MetricName(metric), split, card.seed())
                .with(hyperparameters(arithmetic))
                .with(chosen)
                .measured(value, ci95, card.seconds() + seconds);
    }
}
