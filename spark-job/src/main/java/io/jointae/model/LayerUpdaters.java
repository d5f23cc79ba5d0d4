package io.jointae.model;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Updater;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The updater that trained a stack and the learning rate of each layer in the last phase of that training. {@code
 * network.zip} stores them, so that whoever goes on training in DL4J starts from the true settings.
 *
 * @param updater the rule by which a gradient changes the parameters
 * @param learningRates one per layer, lowest layer first; finite and at least 0, where 0 leaves a layer unchanged
 */
public record LayerUpdaters(Updater updater, List<Double> learningRates) {

    public LayerUpdaters {
        Objects.requireNonNull(updater, "updater");
        learningRates = List.copyOf(learningRates);
        if (learningRates.isEmpty()) {
            throw InvalidInputException.ofField("learningRates", "is empty: give one rate per layer.");
        }
        for (double rate : learningRates) {
            if (!(rate >= 0) || Double.isInfinite(rate)) {
                throw InvalidInputException.ofField(
                        "learningRates", "contains %s: every rate must be a finite number of at least 0.", rate);
            }
        }
    }

    /** Returns the same learning rate for each of {@code depth} layers. */
    public static LayerUpdaters uniform(Updater updater, double learningRate, int depth) {
        return new LayerUpdaters(updater, Collections.nCopies(depth, learningRate));
    }

    /** Returns the largest learning rate of all layers. */
    double largestRate() {
        return Collections.max(learningRates);
    }

    /**
     * Returns each layer's learning rate as a fraction of {@link #largestRate}, lowest layer first; null where all
     * layers have the same rate.
     */
    double[] rateScales() {
        double largest = largestRate();
        boolean same = learningRates.stream().allMatch(rate -> rate == largest);
        return same
                ? null
                : learningRates.stream().mapToDouble(rate -> rate / largest).toArray();
    }
}
