package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Loss;
import java.util.Locale;

/**
 * The defaults of a reconstruction that depend on the scaling of the data. Inputs in [0, 1] are reconstructed as
 * probabilities, as in the paper. Standardized inputs have no limits, so their reconstruction is linear, and the squared
 * error is the negative log-likelihood of a Gaussian with unit variance, up to a factor and a constant.
 *
 * @param activation the activation function of the lowest decoder
 * @param loss the loss of a reconstruction
 */
public record OutputDefaults(Activation activation, Loss loss) {

    /** The defaults as help texts show them, without a period. */
    static final String SHOWN_ACTIVATION = "logistic, and identity for standardized data";

    static final String SHOWN_LOSS = "cross-entropy, and squared-error for standardized data";

    /** Returns the defaults for data with a scaling. */
    public static OutputDefaults of(ScalingKind scaling) {
        return scaling.isUnitInterval()
                ? new OutputDefaults(Activation.LOGISTIC, Loss.CROSS_ENTROPY)
                : new OutputDefaults(Activation.IDENTITY, Loss.SQUARED_ERROR);
    }

    /**
     * Checks that a stack can reconstruct inputs of a scaling.
     *
     * @throws InvalidInputException if the loss is not defined for the inputs, or the output of the stack cannot reach them
     */
    public static void check(Scaling scaling, Architecture architecture) {
        checkLoss(scaling.kind(), architecture.loss());
        Activation output = architecture.output();
        if (leastOutput(output) > scaling.leastInput() || largestOutput(output) < scaling.largestInput()) {
            throw InvalidInputException.ofField(
                    "output-activation",
                    "%s is invalid for standardized data, because it gives values between %s and %s only: choose identity, or"
                            + " scale the data by minmax%s.",
                    output.name().toLowerCase(Locale.ROOT),
                    leastOutput(output),
                    largestOutput(output),
                    leastOutput(output) == -1 ? ", or clip the data at 1" : "");
        }
    }

    /** @throws InvalidInputException if the loss is not defined for inputs of a scaling */
    static void checkLoss(ScalingKind scaling, Loss loss) {
        if (loss == Loss.CROSS_ENTROPY && !scaling.isUnitInterval()) {
            throw InvalidInputException.ofField(
                    "loss",
                    "cross-entropy is invalid for standardized data, which do not lie in [0, 1]: choose squared-error, or"
                            + " scale the data by minmax or log.");
        }
    }

    private static double leastOutput(Activation activation) {
        return switch (activation) {
            case LOGISTIC, RELU, SOFTPLUS -> 0;
            case TANH, ELU, SOFTSIGN -> -1;
            case IDENTITY -> Double.NEGATIVE_INFINITY;
        };
    }

    private static double largestOutput(Activation activation) {
        return switch (activation) {
            case LOGISTIC, TANH, SOFTSIGN -> 1;
            case RELU, ELU, SOFTPLUS, IDENTITY -> Double.POSITIVE_INFINITY;
        };
    }
}
