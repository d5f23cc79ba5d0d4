package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.Objective;
import java.io.Serializable;
import java.util.List;

/**
 * A part of a training run with one objective.
 *
 * @param name the name in progress lines, for example {@code layer 2 of 3}
 * @param objective the objective that is minimized
 * @param epochs the number of passes over the data, at least 1
 * @param learningRates the learning rate of each layer, lowest first; 0 leaves a layer unchanged
 */
@DefaultSerializer(JavaSerializer.class)
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

    /** Returns the learning rate of each layer as an array, lowest layer first. */
    public double[] learningRateArray() {
        return learningRates.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
