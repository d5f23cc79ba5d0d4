package io.jointae.stack;

import io.jointae.stack.ParameterLayout.Part;

/**
 * Draws the initial parameters of a stack. Weights are uniform in the range of {@link InitialWeights}, and biases are 0.
 * The weights of a layer depend on the seed and on its index and shape, not on the depth of the stack. Two ranges give
 * weights that differ by a factor only.
 */
public final class WeightInitializer {

    private WeightInitializer() {}

    /** Returns initial parameters with the {@linkplain InitialWeights#DEFAULT default} range of the weights. */
    public static float[] parameters(Architecture architecture, long seed) {
        return parameters(architecture, InitialWeights.DEFAULT, seed);
    }

    /**
     * Returns initial parameters as a flat vector in the order of {@link ParameterLayout}.
     *
     * @param weights the range of the weights of each layer
     */
    public static float[] parameters(Architecture architecture, InitialWeights weights, long seed) {
        ParameterLayout layout = new ParameterLayout(architecture);
        float[] parameters = new float[layout.size()];
        for (int i = 0; i < architecture.depth(); i++) {
            Part part = layout.part(i);
            double bound = weights.bound(architecture.layer(i).activation(), part.in(), part.out());
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
