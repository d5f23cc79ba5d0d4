package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Objects;

/**
 * The rule by which the parameters change when several workers meet. All workers start a round from the parameters
 * {@code p}. At the meeting their change is {@code d = mean_k(p_k) - p}, where the mean is weighted by examples, and a
 * velocity {@code v} that starts at 0 accumulates it: {@code v = momentum v + d}. The rules are
 *
 * <pre>{@code
 * average:   p = mean_k(p_k)
 * momentum:  p = p + learningRate v
 * nesterov:  p = p + learningRate (momentum v + d)
 * }</pre>
 *
 * <p>Momentum is SlowMo (Wang et al., arXiv 1910.00643) with the mean of the workers in place of a gradient. Nesterov is
 * the outer optimizer of DiLoCo (Douillard et al., arXiv 2311.08105), which takes {@code -d} as the gradient of SGD with
 * Nesterov momentum, learning rate 0.7 and momentum 0.9. Both rules give exactly the average if the learning rate is 1
 * and the momentum 0. The velocity starts at 0 in every phase of a plan, as the workers' own optimizers do: the phases of
 * a layerwise scheme train different parameters, and those that do not train must not move.
 *
 * @param rule the rule
 * @param learningRate the factor of the change, finite and greater than 0; 1 for the average
 * @param momentum the share of the velocity that remains at a meeting, in [0, 1); 0 for the average
 */
@DefaultSerializer(JavaSerializer.class)
public record OuterOptimizer(Rule rule, double learningRate, double momentum) implements Serializable {

    /** The rules. */
    public enum Rule {
        /** The parameters become the mean of the workers' parameters. */
        AVERAGE,
        /** The parameters move along the velocity. */
        MOMENTUM,
        /** The parameters move along the velocity that the next meeting would have if its change were 0, plus the change. */
        NESTEROV
    }

    /** Plain averaging. */
    public static final OuterOptimizer AVERAGE = new OuterOptimizer(Rule.AVERAGE, 1, 0);

    /** The learning rate that DiLoCo found best. */
    public static final double DILOCO_LEARNING_RATE = 0.7;

    /** The momentum that DiLoCo found best. */
    public static final double DILOCO_MOMENTUM = 0.9;

    public OuterOptimizer {
        Objects.requireNonNull(rule, "rule");
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw InvalidInputException.ofField(
                    "outer-learning-rate", "%s is invalid: it must be a number greater than 0.", learningRate);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw InvalidInputException.ofField(
                    "outer-momentum", "%s is invalid: it must be at least 0 and less than 1.", momentum);
        }
        if (rule == Rule.AVERAGE && learningRate != 1) {
            throw withoutEffect("outer-learning-rate", learningRate);
        }
        if (rule == Rule.AVERAGE && momentum != 0) {
            throw withoutEffect("outer-momentum", momentum);
        }
    }

    private static InvalidInputException withoutEffect(String field, double value) {
        return InvalidInputException.ofField(
                field,
                "%s has no effect on a plain average: leave it out, or set %s to momentum or nesterov.",
                value,
                FieldName.of("outer-optimizer"));
    }

    /** Returns whether the parameters after a meeting are exactly the mean of the workers' parameters. */
    public boolean isMean() {
        return learningRate == 1 && momentum == 0;
    }

    /** Returns whether the rule keeps a velocity between two meetings. */
    public boolean hasVelocity() {
        return momentum > 0;
    }
}
