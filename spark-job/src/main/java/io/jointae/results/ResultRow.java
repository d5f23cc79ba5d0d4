package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import java.util.Objects;

/**
 * A cell and its measurement: what an evaluation returns. As JSON it is one flat object.
 *
 * @param cell what determines the measurement
 * @param measurement the value, its interval and its cost
 */
public record ResultRow(
        @JsonUnwrapped Cell cell, @JsonUnwrapped Measurement measurement) {

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

    /** Returns the same measurement with more of what determined it. */
    public ResultRow with(Map<String, String> moreHyperparameters) {
        return new ResultRow(cell.with(moreHyperparameters), measurement);
    }
}
