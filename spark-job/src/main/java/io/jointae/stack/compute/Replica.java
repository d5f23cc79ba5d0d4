package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.Updater;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One copy of a stack in training: parameters, optimizer state and gradient in native memory, and the training steps
 * over them. A step computes the same as {@code MultiLayerNetwork.fit} on the same stack, without its overhead. A
 * replica is not thread-safe.
 */
public final class Replica implements AutoCloseable {

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
     * Allocates a replica in single precision. Call {@link #set} before the first step.
     *
     * @param learningRates one per layer; a layer with rate 0, or outside the objective, does not change
     */
    public Replica(Architecture architecture, Objective objective, Updater updater, double[] learningRates) {
        this(architecture, objective, updater, learningRates, ElementWise.of(DataType.FLOAT));
    }

    /**
     * Allocates a replica. Call {@link #set} before the first step.
     *
     * @param learningRates one per layer; a layer with rate 0, or outside the objective, does not change
     * @param ops the element-wise passes, which also determine the element type
     */
    public Replica(
            Architecture architecture, Objective objective, Updater updater, double[] learningRates, ElementWise ops) {
        if (learningRates.length != architecture.depth()) {
            throw new IllegalArgumentException("learningRates has " + learningRates.length
                    + " values, but the stack has " + architecture.depth() + " layers.");
        }
        this.updater = updater;
        this.architecture = architecture;
        this.layout = new ParameterLayout(architecture);
        this.ops = ops;
        this.parameters = ops.create(layout.size(), 1);
        this.gradient = ops.create(layout.size(), 1);
        this.state = updater.stateSize() == 0 ? null : ops.create(layout.size(), 1);
        this.learningRates = new double[learningRates.length];
        boolean[] trainable = new boolean[learningRates.length];
        for (int i = objective.lo(); i < objective.hi(); i++) {
            this.learningRates[i] = learningRates[i];
            trainable[i] = learningRates[i] > 0;
        }
        this.objective = new StackGradient(architecture, objective, trainable, ops, parameters, gradient);
    }

    /**
     * Copies parameters and optimizer state into this replica.
     *
     * @param newParameters flat, in the order of {@link ParameterLayout}
     * @param newState flat, in the same order; empty for the state before the first step
     */
    public void set(float[] newParameters, float[] newState) {
        parameters.write(newParameters);
        if (state == null) {
            return;
        }
        if (newState.length == 0) {
            state.fill(updater.initialState());
        } else {
            state.write(newState);
        }
    }

    /** Copies parameters into this replica, and leaves the optimizer state as it is. */
    public void setParameters(float[] newParameters) {
        parameters.write(newParameters);
    }

    /** Returns the length of the optimizer state; 0 if the updater has none. */
    public int stateLength() {
        return state == null ? 0 : state.length();
    }

    /**
     * Takes one training step on a minibatch.
     *
     * @param corruptionKey key of the epoch's corruption
     * @return the mean reconstruction cost per example before the step, by the objective of this replica
     */
    public double step(Minibatch batch, long corruptionKey) {
        return step(batch, corruptionKey, 1);
    }

    /**
     * Takes one training step at a multiple of the learning rates.
     *
     * @param corruptionKey key of the epoch's corruption
     * @param rateFactor the factor of every layer's learning rate, at least 0
     * @return the mean reconstruction cost per example before the step, by the objective of this replica
     */
    public double step(Minibatch batch, long corruptionKey, double rateFactor) {
        return advance(batch, corruptionKey, rateFactor).value();
    }

    /** Returns the number of steps that {@link #train} should take at once. */
    public int stretch() {
        return ops.stretch();
    }

    /**
     * Takes one training step on each minibatch of a stretch. Costs are read back once, after the last step.
     *
     * @return the sum over the examples of their reconstruction costs, each before the step on its batch
     */
    public double train(Stretch stretch) {
        return train(List.of(this), List.of(stretch))[0];
    }

    /**
     * Trains replicas of one shape together, as {@link #train(Stretch)} trains each of them. They step together, so that a
     * device can compute the same step of all of them at once.
     *
     * @param replicas replicas whose arithmetic was opened together
     * @param stretches one per replica; all have the same number of batches, and their batches of one position the same size
     * @return the sum of the costs of each replica
     */
    public static double[] train(List<Replica> replicas, List<Stretch> stretches) {
        try {
            for (int r = 0; r < replicas.size(); r++) {
                replicas.get(r).ops.begin(stretches.get(r));
            }
            int steps = stretches.get(0).size();
            Cost[][] costs = new Cost[replicas.size()][steps];
            for (int i = 0; i < steps; i++) {
                for (int r = 0; r < costs.length; r++) {
                    Stretch stretch = stretches.get(r);
                    costs[r][i] =
                            replicas.get(r).advance(stretch.batch(i), stretch.corruptionKey(), stretch.rateFactor(i));
                }
            }
            double[] sums = new double[costs.length];
            for (int r = 0; r < sums.length; r++) {
                for (int i = 0; i < steps; i++) {
                    sums[r] += costs[r][i].value() * stretches.get(r).batch(i).size();
                }
            }
            return sums;
        } finally {
            replicas.forEach(replica -> replica.ops.end());
        }
    }

    /** Takes a step and returns the mean reconstruction cost before it. */
    private Cost advance(Minibatch batch, long corruptionKey, double rateFactor) {
        objective.propagate(batch, corruptionKey);
        int layer = 0;
        while (layer < learningRates.length) {
            layer = update(layer, rateFactor);
        }
        return objective.reconstruction();
    }

    /**
     * Updates a layer, and with it the layers above that have the same learning rate, as long as none has a penalty on its
     * weights. Penalties are added in the same pass, which saves one pass over memory.
     *
     * @return the index of the next layer to update
     */
    private int update(int layer, double rateFactor) {
        double rate = learningRates[layer];
        if (rate == 0) {
            return layer + 1;
        }
        int next = layer;
        while (next < learningRates.length && learningRates[next] == rate && !isPenalized(next)) {
            next++;
        }
        if (next > layer) {
            update(rate * rateFactor, layout.start(layer), layout.end(next - 1), null);
            return next;
        }
        ParameterLayout.Part part = layout.part(layer);
        int biases = (int) part.b();
        int decoder = architecture.tied() ? layout.end(layer) : (int) part.v();
        update(rate * rateFactor, layout.start(layer), biases, objective.encoderPenalty(layer));
        update(rate * rateFactor, biases, decoder, null);
        update(rate * rateFactor, decoder, layout.end(layer), objective.decoderPenalty(layer));
        return layer + 1;
    }

    private boolean isPenalized(int layer) {
        return objective.encoderPenalty(layer) != null || objective.decoderPenalty(layer) != null;
    }

    private void update(double learningRate, int from, int to, WeightPenalty penalty) {
        if (from < to) {
            ops.update(updater, parameters, state, gradient, from, to, learningRate, penalty);
        }
    }

    /**
     * Returns the summed cost of reconstructing rows through the lowest layers.
     *
     * @param blocks the rows; a block is read only when its rows are reached
     * @param count how many rows to take, from the first on
     * @param layers how many of the lowest layers to use
     * @param corruptionKey key of the corruption of each layer's input; empty for clean rows
     */
    public double totalCost(Iterator<Examples> blocks, int count, int layers, OptionalLong corruptionKey) {
        return forward().totalCost(blocks, count, layers, corruptionKey);
    }

    private ForwardPass forward() {
        if (forward == null) {
            StackMatrices views = new StackMatrices(layout, parameters);
            forward = new ForwardPass(architecture, views, ops, EVALUATION_BATCH);
        }
        return forward;
    }

    /** Returns a copy of the parameters, flat, in the order of {@link ParameterLayout}. */
    public float[] parameters() {
        return copy(parameters);
    }

    /** Returns a copy of the optimizer state in the order of the parameters; empty if the updater has none. */
    public float[] state() {
        return state == null ? new float[0] : copy(state);
    }

    /** Releases the memory on a device. This replica cannot be used afterwards. */
    @Override
    public void close() {
        ops.close();
    }

    private static float[] copy(Matrix flat) {
        float[] values = new float[flat.length()];
        flat.read(values);
        return values;
    }
}
