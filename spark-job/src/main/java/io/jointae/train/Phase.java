package io.jointae.train;

import io.jointae.base.BadInput;
import io.jointae.model.Objective;
import java.io.Serializable;
import java.util.List;

/**
 * One stretch of training with one objective.
 *
 * @param name in words, such as {@code layer 2 of 3}
 * @param objective what is minimised
 * @param epochs passes over the data, at least 1
 * @param learningRates one a layer of the stack; 0 leaves a layer as it is
 */
public record Phase(String name, Objective objective, int epochs, List<Double> learningRates) implements Serializable {

    public Phase {
        if (epochs < 1) {
            throw BadInput.of("epochs %d: must be 1 or more", epochs);
        }
        learningRates = List.copyOf(learningRates);
        for (double rate : learningRates) {
            if (!(rate >= 0) || Double.isInfinite(rate)) {
                throw BadInput.of("learning-rate %s: must be more than 0", rate);
            }
        }
    }

    double[] rates() {
        return learningRates.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
