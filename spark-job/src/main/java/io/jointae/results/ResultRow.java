package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import io.jointae.statistics.CodeStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A cell and its measurement: what an evaluation returns. As JSON it is one flat object.
 *
 * @param cell what determines the measurement
 * @param measurement the value, its interval and its cost
 */
public record ResultRow(Cell cell, Measurement measurement) {

    public ResultRow {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(measurement, "measurement");
    }

    /** Returns the measured value, in the metric's unit. */
    public double value() {
        return measurement.value();
    }

    /** Returns the half width of the value's 95 % confidence interval; null where no interval is defined. */
    public Double ci95() {
        return measurement.ci95();
    }

    /** Returns whether the measured model is known to have collapsed, so that the value says nothing about its training. */
    public boolean collapsed() {
        return measurement.collapsed();
    }

    /**
     * Returns the fields of the flat JSON object, in the order that every version has written. The codes exist only if
     * those of the model were measured; the lists have one number per layer. The validation loss exists only if the
     * evaluation trained a classifier.
     */
    @JsonValue
    Map<String, Object> jsonFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dataset", cell.dataset());
        fields.put("model", cell.model().name());
        fields.put("scheme", cell.model().scheme());
        fields.put("layers", cell.model().layers());
        fields.put("kind", cell.model().kind());
        fields.put("hyperparameters", cell.hyperparameters());
        fields.put("metric", cell.metric());
        fields.put("split", cell.split());
        fields.put("value", measurement.value());
        fields.put("ci95", measurement.ci95());
        fields.put("seconds", measurement.seconds());
        fields.put("seed", cell.seed());
        CodeStatistics codes = measurement.codes();
        if (codes != null) {
            fields.put(
                    "codeVariance",
                    codes.layers().stream().map(CodeStatistics.Layer::variance).toList());
            fields.put(
                    "codeEffectiveRank",
                    codes.layers().stream()
                            .map(CodeStatistics.Layer::effectiveRank)
                            .toList());
            fields.put("collapsed", codes.collapsed());
        }
        measurement.validationLoss().ifPresent(loss -> fields.put("validationLoss", loss));
        return fields;
    }

    /** Returns the same measurement with the codes of the measured model. */
    public ResultRow with(CodeStatistics codes) {
        return new ResultRow(cell, measurement.with(codes));
    }

    /** Returns the same measurement with the choices of its evaluation. */
    public ResultRow with(Tuning tuning) {
        return new ResultRow(cell, measurement.with(tuning));
    }

    /** Returns the same measurement with more of what determined it. */
    public ResultRow with(Map<String, String> moreHyperparameters) {
        return new ResultRow(cell.with(moreHyperparameters), measurement);
    }
}
