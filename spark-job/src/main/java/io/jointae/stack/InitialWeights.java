package io.jointae.stack;

import java.util.Locale;

/**
 * The range of the initial weights of a layer. A weight between {@code in} and {@code out} units is uniform in {@code
 * [-r, r]}, where {@code r = gain * sqrt(6 / (in + out))}. With a gain of 1, this is the normalized initialization of
 * Glorot and Bengio (2010, eq. 16). The paper does not state its own initial weights.
 */
public enum InitialWeights {
    /**
     * A gain of 4 for layers of logistic units, and of 1 for other units: the practice of the paper's time, as the deep
     * learning tutorial of Theano has it for denoising auto-encoders. At 0, the slope of the logistic function is a quarter
     * of that of the hyperbolic tangent.
     */
    GLOROT_LOGISTIC(4),
    /** A gain of 1 for all units. */
    GLOROT(1);

    /** The initial weights of a training that does not choose. */
    public static final InitialWeights DEFAULT = GLOROT_LOGISTIC;

    private final double logisticGain;

    InitialWeights(double logisticGain) {
        this.logisticGain = logisticGain;
    }

    /** Returns the name on the command line and in stored files, for example {@code glorot-logistic}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the largest absolute value of a weight.
     *
     * @param activation the activation function of the layer's encoder
     * @param in the number of inputs of the layer
     * @param out the number of units of the layer
     */
    double bound(Activation activation, int in, int out) {
        double gain = activation == Activation.LOGISTIC ? logisticGain : 1;
        return gain * Math.sqrt(6.0 / (in + out));
    }
}
