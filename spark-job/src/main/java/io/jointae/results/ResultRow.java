package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
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

    /** Returns the fields of the flat JSON object, in the order that every version has written. */
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
        return fields;
    }

    /** Returns the same measurement with more of what determined it. */
    public ResultRow with(Map<String, String> moreHyperparameters) {
        return new ResultRow(cell.with(moreHyperparameters), measurement);
    }
}
