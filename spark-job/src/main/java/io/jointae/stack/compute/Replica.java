package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One copy of a stack in training: parameters, optimizer state and gradient in native memory, and the
 * local steps over them. What {@code MultiLayerNetwork.fit} does on the same layer, without its overhead.
 * Not thread-safe.
 */
public final class Replica {

    private static final int EVALUATION_BATCH = 256;

    private final Updater updater;
    private final double[] learningRates;
    private final ParameterLayout layout;
    private final ElementWise ops;
    private final Matrix parameters;
    private final Matrix state;
    private final Matrix gradient;
    private final StackGradient objective;
    private final Architecture architecture;
    private ForwardPass forward;

    /**
     * @param learningRates one a layer; a layer at 0, or outside of the objective, stays bit for bit as it is
     */
    public Replica(Architecture architecture, Objective objective, Updater updater, double[] learningRates) {
        this(architecture, objective, updater, learningRates, ElementWise.of(DataType.FLOAT));
    }

    public Replica(
            Architecture architecture, Objective objective, Updater updater, double[] learningRates, ElementWise ops) {
        if (learningRates.length != architecture.depth()) {
            throw new IllegalArgumentException(
                    learningRates.length + " learning rates for " + architecture.depth() + " layers");
        }
        this.updater = updater;
        this.architecture = architecture;
        this.layout = new ParameterLayout(architecture);
        this.ops = ops;
        this.parameters = Matrix.create(ops.type(), layout.size(), 1);
        this.gradient = Matrix.create(ops.type(), layout.size(), 1);
        this.state = updater.stateSize() == 0 ? null : Matrix.create(ops.type(), layout.size(), 1);
        this.learningRates = new double[learningRates.length];
        boolean[] trainable = new boolean[learningRates.length];
        for (int i = objective.lo(); i < objective.hi(); i++) {
            this.learningRates[i] = learningRates[i];
            trainable[i] = learningRates[i] > 0;
        }
        this.objective =
                new StackGradient(architecture, objective, trainable, ops, parameters.array(), gradient.array());
    }

    /**
     * Takes over copies of flat parameters and optimizer state.
     *
     * @param newState empty for the state before the first step
     */
    public void set(float[] newParameters, float[] newState) {
        parameters.write(newParameters);
        if (state == null) {
            return;
        }
        if (newState.length == 0) {
            state.array().assign(updater.initialState());
        } else {
            state.write(newState);
        }
    }

    /**
     * One step on one minibatch.
     *
     * @param noise key of the epoch's corruption
     * @return mean reconstruction cost of the batch before the step, as the objective sees it
     */
    public double step(Minibatch batch, long noise) {
        objective.propagate(batch, noise);
        for (int i = 0; i < learningRates.length; i++) {
            if (learningRates[i] > 0) {
                update(i);
            }
        }
        return objective.reconstruction();
    }

    /** The weights' penalties are added on the way: one pass over memory instead of two. */
    private void update(int layer) {
        ParameterLayout.Part part = layout.part(layer);
        int biases = (int) part.b();
        int decoder = architecture.tied() ? layout.end(layer) : (int) part.v();
        update(layer, layout.start(layer), biases, objective.encoderPenalty(layer));
        update(layer, biases, decoder, null);
        update(layer, decoder, layout.end(layer), objective.decoderPenalty(layer));
    }

    private void update(int layer, int from, int to, WeightPenalty penalty) {
        if (from < to) {
            ops.update(updater, parameters, state, gradient, from, to, learningRates[layer], penalty);
        }
    }

    /**
     * The summed cost of reconstructing the {@code first} clean rows through the lowest {@code layers} layers as
     * they are now.
     */
    public double totalCost(Examples rows, int first, int layers) {
        return forward().totalCost(rows, first, layers);
    }

    /** As {@link #totalCost}, under the layers' own corruption; {@code noise} is the key of this use of it. */
    public double totalCorruptedCost(Examples rows, int first, int layers, long noise) {
        return forward().totalCorruptedCost(rows, first, layers, noise);
    }

    private ForwardPass forward() {
        if (forward == null) {
            StackMatrices views = new StackMatrices(layout, parameters.array());
            forward = new ForwardPass(architecture, views, ops, EVALUATION_BATCH);
        }
        return forward;
    }

    /** A copy of the flat parameters. */
    public float[] parameters() {
        return copy(parameters);
    }

    /** A copy of the flat optimizer state; empty where the updater has none. */
    public float[] state() {
        return state == null ? new float[0] : copy(state);
    }

    private static float[] copy(Matrix flat) {
        float[] values = new float[flat.length()];
        flat.read(values);
        return values;
    }
}
