package io.jointae.export;

import io.jointae.stack.Activation;

/**
 * One step of an exported network: {@code a = f(W x + b)}.
 *
 * @param name the name of the parameters, such as {@code encoder.0}: the weights are {@code encoder.0.weight} and the
 *     biases {@code encoder.0.bias}
 * @param inputs number of values of {@code x}
 * @param weights {@code W [outputs, inputs]} in row order, as PyTorch's linear layers store them
 * @param bias {@code b [outputs]}
 * @param activation the function {@code f}
 * @param result the name of {@code a}
 */
record DenseStep(String name, int inputs, float[] weights, float[] bias, Activation activation, String result) {

    DenseStep {
        if (weights.length != (long) inputs * bias.length) {
            throw new IllegalArgumentException(
                    name + " has " + weights.length + " weights, not [" + bias.length + ", " + inputs + "].");
        }
    }

    /** Returns the number of values of {@code a}. */
    int outputs() {
        return bias.length;
    }

    /** Returns the name of the weights. */
    String weightName() {
        return name + ".weight";
    }

    /** Returns the name of the biases. */
    String biasName() {
        return name + ".bias";
    }
}
