package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Objective;
import java.io.Serializable;
import java.util.List;

/**
 * One stretch of training with one objective.
 *
 * @param name in words, such as {@code layer 2 of 3}
 * @param objective what is minimized
 * @param epochs passes over the data, at least 1
 * @param learningRates one a layer of the stack; 0 leaves a layer as it is
 */
public record Phase(String name, Objective objective, int epochs, List<Double> learningRates) implements Serializable {

    public Phase {
        if (epochs < 1) {
            throw InvalidInputException.ofField(
                    "epochs", "%d is invalid: it must be a whole number of 1 or more.", epochs);
        }
        learningRates = List.copyOf(learningRates);
        for (double rate : learningRates) {
            if (!(rate >= 0) || Double.isInfinite(rate)) {
                throw InvalidInputException.ofField(
                        "learning-rate", "%s is invalid: it must be a number of 0 or more.", rate);
            }
        }
    }

    public double[] rates() {
        return learningRates.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
