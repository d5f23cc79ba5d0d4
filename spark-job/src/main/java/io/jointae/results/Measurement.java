package io.jointae.results;

/**
 * The measured value of a cell.
 *
 * @param value in the metric's unit; not NaN
 * @param ci95 half width of the value's 95 % confidence interval; null where no interval is defined
 * @param seconds wall time of training and measuring the cell
 */
public record Measurement(double value, Double ci95, double seconds) implements Outcome {

    public Measurement {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("the value of a measurement is not a number");
        }
    }

    /** Returns null: there is a value. */
    @Override
    public String failure() {
        return null;
    }
}
