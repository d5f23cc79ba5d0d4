package io.jointae.evaluate;

import io.jointae.stack.StackModel;
import java.util.SplittableRandom;

/**
 * A stack of logistic layers with tied weights and cross-entropy loss in double precision, written out as loops: the
 * reference for evaluations in single precision. Only the values of the parameters come from the tested classes.
 */
final class DoubleStack {

    private final int[] widths;
    private final double[][] weights;
    private final double[][] encoderBiases;
    private final double[][] decoderBiases;

    /** Copies the parameters; per layer W [in, out] with contiguous units, then b [out], then c [in]. */
    DoubleStack(StackModel model, int... widths) {
        this.widths = widths;
        int depth = widths.length - 1;
        weights = new double[depth][];
        encoderBiases = new double[depth][];
        decoderBiases = new double[depth][];
        int next = 0;
        for (int layer = 0; layer < depth; layer++) {
            int in = widths[layer];
            int out = widths[layer + 1];
            weights[layer] = copy(model.parameters(), next, in * out);
            encoderBiases[layer] = copy(model.parameters(), next + in * out, out);
            decoderBiases[layer] = copy(model.parameters(), next + in * out + out, in);
            next += in * out + out + in;
        }
        if (next != model.parameters().length) {
            throw new IllegalArgumentException("The model has other widths.");
        }
    }

    private static double[] copy(float[] values, int from, int n) {
        double[] copy = new double[n];
        for (int i = 0; i < n; i++) {
            copy[i] = values[from + i];
        }
        return copy;
    }

    /** Returns the codes of the top layer; every layer's input gets Gaussian noise if sigma is positive. */
    double[] encode(float[] row, double sigma, SplittableRandom random) {
        double[] values = copy(row, 0, row.length);
        for (int layer = 0; layer < weights.length; layer++) {
            double[] codes = encoderBiases[layer].clone();
            for (int i = 0; i < widths[layer]; i++) {
                double input = sigma > 0 ? values[i] + sigma * random.nextGaussian() : values[i];
                for (int u = 0; u < codes.length; u++) {
                    codes[u] += weights[layer][u * widths[layer] + i] * input;
                }
            }
            for (int u = 0; u < codes.length; u++) {
                codes[u] = 1 / (1 + Math.exp(-codes[u]));
            }
            values = codes;
        }
        return values;
    }

    /** Returns the cross-entropy between a clean row and its reconstruction, in nats: sum log(1 + e^z) - x z. */
    double cost(float[] row, double sigma, SplittableRandom random) {
        double[] values = encode(row, sigma, random);
        for (int layer = weights.length - 1; layer >= 0; layer--) {
            double[] below = decoderBiases[layer].clone();
            for (int i = 0; i < below.length; i++) {
                for (int u = 0; u < values.length; u++) {
                    below[i] += weights[layer][u * below.length + i] * values[u];
                }
                below[i] = layer == 0 ? below[i] : 1 / (1 + Math.exp(-below[i]));
            }
            values = below;
        }
        double cost = 0;
        for (int i = 0; i < row.length; i++) {
            cost += Math.log1p(Math.exp(values[i])) - row[i] * values[i];
        }
        return cost;
    }
}
