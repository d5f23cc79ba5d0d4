package io.jointae.stack;

import io.jointae.stack.ParameterLayout.Part;

/**
 * Initial weights. They are uniform in {@code +-4 sqrt(6 / (in + out))} for layers of logistic units, and in a quarter
 * of that range for other units (Glorot and Bengio, 2010). Biases are 0. The paper does not state its own
 * initialization. The weights of a layer depend on the seed and on its index and shape, not on the depth of the stack.
 */
public final class WeightInitializer {

    private WeightInitializer() {}

    /** Returns initial parameters as a flat vector in the order of {@link ParameterLayout}. */
    public static float[] parameters(Architecture architecture, long seed) {
        ParameterLayout layout = new ParameterLayout(architecture);
        float[] parameters = new float[layout.size()];
        for (int i = 0; i < architecture.depth(); i++) {
            Part part = layout.part(i);
            double gain = architecture.layer(i).activation() == Activation.LOGISTIC ? 4 : 1;
            double bound = gain * Math.sqrt(6.0 / (part.in() + part.out()));
            long key = CounterRandom.key(CounterRandom.key(seed, "weights"), i);
            fill(parameters, (int) part.w(), part.in() * part.out(), bound, key);
            if (!architecture.tied()) {
                fill(parameters, (int) part.v(), part.in() * part.out(), bound, CounterRandom.key(key, 1));
            }
        }
        return parameters;
    }

    private static void fill(float[] parameters, int from, int n, double bound, long key) {
        for (int i = 0; i < n; i++) {
            parameters[from + i] = (float) (bound * (2 * CounterRandom.uniform(key, i) - 1));
        }
    }
}
