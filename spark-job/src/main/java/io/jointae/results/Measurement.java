package io.jointae.results;

import io.jointae.statistics.CodeStatistics;
import java.util.Optional;

/**
 * The measured value of a cell.
 *
 * @param value in the metric's unit; not NaN
 * @param ci95 half width of the value's 95 % confidence interval; null where no interval is defined
 * @param seconds wall time of training and measuring the cell
 * @param codes how much the codes of the measured model vary; null where that was not measured, as in all cells of 0.1.0
 * @param tuning the choices that the evaluation made by the validation rows; null where they were not stored
 */
public record Measurement(double value, Double ci95, double seconds, CodeStatistics codes, Tuning tuning)
        implements Outcome {

    public Measurement {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("the value of a measurement is not a number");
        }
    }

    /** Creates a measurement of a value alone. */
    public Measurement(double value, Double ci95, double seconds) {
        this(value, ci95, seconds, null, null);
    }

    /** Returns the same measurement with the codes of the measured model. */
    public Measurement with(CodeStatistics otherCodes) {
        return new Measurement(value, ci95, seconds, otherCodes, tuning);
    }

    /** Returns the same measurement with the choices of its evaluation. */
    public Measurement with(Tuning otherTuning) {
        return new Measurement(value, ci95, seconds, codes, otherTuning);
    }

    /** Returns the mean loss of the chosen classifier per validation row, see {@link Tuning}; empty if it is not known. */
    public Optional<Double> validationLoss() {
        return tuning == null ? Optional.empty() : Optional.ofNullable(tuning.validationLoss());
    }

    /** Returns whether the measured model is known to have collapsed, so that the value says nothing about its training. */
    public boolean collapsed() {
        return codes != null && codes.collapsed();
    }

    /**
     * Returns a sentence that warns of a model that has collapsed; empty if it has not, or if that is not known.
     *
     * @param name dataset and model, such as {@code rect CAE-2J}
     */
    public Optional<String> collapseWarning(String name) {
        return codes == null ? Optional.empty() : codes.warning(name);
    }

    /** Returns null: there is a value. */
    @Override
    public String failure() {
        return null;
    }
}
