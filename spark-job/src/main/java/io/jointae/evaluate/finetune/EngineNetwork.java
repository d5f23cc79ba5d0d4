package io.jointae.evaluate.finetune;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.ElementWise;
import java.util.ArrayList;
import java.util.List;

/**
 * A perceptron that a task trains or classifies with, in the memory of an engine. A step computes the same as {@code fit} of
 * DL4J: the mean cross-entropy of the softmax, its gradient by backpropagation, and one update of all parameters. The engine
 * computes the products and the passes of the layers. The softmax of a batch is computed by this class, from one number per
 * row and class. The caller closes the arithmetic, which owns the memory. Not thread-safe.
 */
final class EngineNetwork {

    private final ElementWise ops;
    private final int capacity;
    private final int classes;
    private final Updater updater;
    private final double learningRate;
    private final Matrix parameters;
    private final Matrix gradient;
    /** Null if the optimizer has no state. */
    private final Matrix state;

    private final Matrix inputs;
    private final List<Layer> layers = new ArrayList<>();

    /**
     * A layer of {@code out} units over {@code in} values.
     *
     * @param w {@code [in, out]}
     * @param b {@code [out, 1]}
     * @param values {@code [out, capacity]}
     * @param delta {@code [out, capacity]}, the gradient on the pre-activations
     */
    private record Layer(
            Matrix w,
            Matrix b,
            Matrix weightGradient,
            Matrix biasGradient,
            Matrix values,
            Matrix delta,
            Activation activation) {}

    /**
     * Allocates a network with the parameters of another one, and an optimizer without steps.
     *
     * @param ops the arithmetic, which the caller closes
     * @param updater the rule of the optimizer
     * @param capacity the largest number of rows of a batch, at least 1
     */
    EngineNetwork(ElementWise ops, Perceptron start, Updater updater, double learningRate, int capacity) {
        this.ops = ops;
        this.capacity = capacity;
        this.classes = start.classes();
        this.updater = updater;
        this.learningRate = learningRate;
        int size = start.parameters().length;
        this.parameters = ops.create(size, 1);
        this.gradient = ops.create(size, 1);
        this.state = updater.stateSize() == 0 ? null : ops.create(size, 1);
        Architecture encoder = start.encoder();
        this.inputs = ops.create(encoder.inputs(), capacity);
        long offset = 0;
        for (int i = 0; i <= encoder.depth(); i++) {
            boolean top = i == encoder.depth();
            int out = top ? classes : encoder.width(i + 1);
            Activation f = top ? Activation.IDENTITY : encoder.layer(i).activation();
            layers.add(layer(offset, encoder.width(i), out, f));
            offset += (encoder.width(i) + 1L) * out;
        }
        set(start.parameters(), new float[0]);
    }

    /** Allocates a network that takes the batches of training and of validation. */
    static EngineNetwork of(ElementWise ops, Perceptron start, FinetuneOptions options, double learningRate) {
        int capacity = Math.max(Predictions.BATCH, options.batchSize());
        return new EngineNetwork(ops, start, options.optimizer().rule(), learningRate, capacity);
    }

    private Layer layer(long offset, int in, int out, Activation f) {
        long biases = offset + (long) in * out;
        return new Layer(
                parameters.view(offset, in, out),
                parameters.view(biases, out, 1),
                gradient.view(offset, in, out),
                gradient.view(biases, out, 1),
                ops.create(out, capacity),
                ops.create(out, capacity),
                f);
    }

    /** @param optimizerState flat; empty for the state before the first step */
    void set(float[] newParameters, float[] optimizerState) {
        parameters.write(newParameters);
        if (state != null && optimizerState.length == 0) {
            state.fill(updater.initialState());
        } else if (state != null) {
            state.write(optimizerState);
        }
    }

    /**
     * Takes one training step.
     *
     * @param batch at most as many rows as the capacity
     * @return the mean cross-entropy per row before the step, in nats
     */
    double fit(LabeledBatch batch) {
        int n = batch.rows();
        float[] delta = probabilities(batch.values(), n);
        double loss = 0;
        for (int row = 0; row < n; row++) {
            int label = row * classes + batch.labels()[row];
            loss -= Math.log(Math.max(Predictions.LEAST_PROBABILITY, delta[label]));
            delta[label] -= 1;
        }
        for (int k = 0; k < n * classes; k++) {
            delta[k] /= n;
        }
        layers.get(layers.size() - 1).delta().columns(n).write(delta);
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            Matrix own = layer.delta().columns(n);
            Matrix below = i == 0 ? inputs : layers.get(i - 1).values();
            ops.backward(own, layer.values().columns(n), layer.activation(), layer.biasGradient(), false);
            layer.weightGradient().product(below.columns(n), false, own, true, 0);
            if (i > 0) {
                layers.get(i - 1).delta().columns(n).product(layer.w(), false, own, false, 0);
            }
        }
        ops.update(updater, parameters, state, gradient, 0, parameters.length(), learningRate, null);
        return loss / n;
    }

    /**
     * Takes training steps on the rows {@code order[from], ..., order[to - 1]} until a loss is not a finite number.
     *
     * @return whether the loss of every batch was a finite number
     */
    boolean fit(LabeledRows rows, int[] order, int from, int to, int batchSize) {
        boolean finite = true;
        for (int at = from; at < to && finite; at += batchSize) {
            finite = Double.isFinite(fit(rows.batch(order, at, Math.min(to, at + batchSize))));
        }
        return finite;
    }

    /**
     * Returns the probabilities of the classes, {@code [rows, classes]}, row after row.
     *
     * @param values {@code [rows, width]}, row after row, of any number of rows
     */
    float[] outputs(float[] values, int rows) {
        int width = inputs.rows();
        float[] all = new float[rows * classes];
        for (int from = 0; from < rows; from += capacity) {
            int n = Math.min(capacity, rows - from);
            float[] part = new float[n * width];
            System.arraycopy(values, from * width, part, 0, part.length);
            System.arraycopy(probabilities(part, n), 0, all, from * classes, n * classes);
        }
        return all;
    }

    /** Returns the softmax {@code [n, classes]} of rows {@code [n, width]}. The layers keep their values. */
    private float[] probabilities(float[] values, int n) {
        Matrix below = inputs.columns(n);
        below.write(values);
        for (Layer layer : layers) {
            Matrix z = layer.values().columns(n);
            z.product(layer.w(), true, below, false, 0);
            ops.activate(z, layer.b(), layer.activation());
            below = z;
        }
        float[] outputs = new float[n * classes];
        below.read(outputs);
        for (int row = 0; row < n; row++) {
            softmax(outputs, row * classes);
        }
        return outputs;
    }

    private void softmax(float[] values, int from) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int k = from; k < from + classes; k++) {
            largest = Math.max(largest, values[k]);
        }
        double sum = 0;
        for (int k = from; k < from + classes; k++) {
            sum += Math.exp(values[k] - largest);
        }
        for (int k = from; k < from + classes; k++) {
            values[k] = (float) (Math.exp(values[k] - largest) / sum);
        }
    }

    /** Returns a copy of the parameters, flat. */
    float[] parameters() {
        return copy(parameters);
    }

    /** Returns a copy of the state of the optimizer, flat; empty if it has none. */
    float[] optimizerState() {
        return state == null ? new float[0] : copy(state);
    }

    private static float[] copy(Matrix flat) {
        float[] values = new float[flat.length()];
        flat.read(values);
        return values;
    }
}
