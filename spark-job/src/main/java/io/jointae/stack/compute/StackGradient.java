package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Objective.Span;
import io.jointae.stack.ParameterLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the value and the gradient of an {@link Objective} on a minibatch by back-propagation through the unfolded
 * stack (paper, eq. 4-8). It reads the parameters and writes the gradient in place, and reuses its working memory
 * between calls. It is not thread-safe.
 *
 * <p>The gradient of a layer that is not trainable is undefined: products that only this gradient needs are skipped.
 */
public final class StackGradient {

    private final Architecture architecture;
    private final Objective objective;
    private final boolean[] trainable;
    private final ElementWise ops;
    private final StackMatrices parameters;
    private final StackMatrices gradient;
    private final Map<Integer, Workspace> workspaces = new HashMap<>();

    private Cost reconstruction;
    private Workspace last;

    /**
     * Prepares the gradient of an objective.
     *
     * @param trainable one value per layer
     * @param parameters {@code [size, 1]}, in the order of {@link ParameterLayout}
     * @param gradient of the same shape and type as the parameters; overwritten by {@link #compute}
     */
    public StackGradient(
            Architecture architecture,
            Objective objective,
            boolean[] trainable,
            ElementWise ops,
            Matrix parameters,
            Matrix gradient) {
        objective.check(architecture);
        this.architecture = architecture;
        this.objective = objective;
        this.trainable = trainable.clone();
        this.ops = ops;
        ParameterLayout layout = new ParameterLayout(architecture);
        this.parameters = new StackMatrices(layout, parameters);
        this.gradient = new StackMatrices(layout, gradient);
    }

    /**
     * Computes the gradient of the mean objective over a batch.
     *
     * @param corruptionKey key of the epoch; the corruption is a function of it, the example's id and the layer
     * @return the value of the objective: the mean reconstruction cost plus the penalties
     */
    public double compute(Minibatch batch, long corruptionKey) {
        Cost cost = propagate(batch, corruptionKey);
        for (int i = objective.lo(); i < objective.hi(); i++) {
            WeightPenalty encoder = encoderPenalty(i);
            WeightPenalty decoder = decoderPenalty(i);
            cost = encoder == null ? cost : cost.plus(ops.addPenalty(parameters.w(i), gradient.w(i), encoder));
            cost = decoder == null ? cost : cost.plus(ops.addPenalty(parameters.v(i), gradient.v(i), decoder));
        }
        return reconstruction.value() + cost.value();
    }

    /**
     * Computes the gradient as {@link #compute} does, but without the gradients of {@link #encoderPenalty} and {@link
     * #decoderPenalty}, which the updater adds in its pass over the weights.
     *
     * @return the value of the contractive penalties
     */
    Cost propagate(Minibatch batch, long corruptionKey) {
        Workspace ws = workspaces.computeIfAbsent(batch.size(), n -> new Workspace(architecture, objective, ops, n));
        List<Span> spans = objective.spans();
        ws.deriveKeys(batch, corruptionKey, architecture.depth());
        ops.load(batch, ws.clean[0]);
        for (int i = 0; i < spans.get(spans.size() - 1).lo(); i++) {
            ws.clean[i + 1].product(parameters.w(i), true, ws.clean[i], false, 0);
            ops.activate(ws.clean[i + 1], parameters.b(i), activation(i));
        }
        Cost cost = Cost.ZERO;
        Cost penalties = Cost.ZERO;
        for (Span span : spans) {
            cost = cost.plus(forward(ws, span));
            penalties = penalties.plus(backward(ws, span));
        }
        for (int i = spans.get(spans.size() - 1).lo() - 1; i >= objective.lo(); i--) {
            backwardCleanEncoding(ws, i);
        }
        reconstruction = cost.dividedBy(batch.size());
        last = ws;
        return penalties;
    }

    /** Returns the penalty on the encoder weights of layer {@code i} after the last {@link #propagate}, or null. */
    WeightPenalty encoderPenalty(int i) {
        LayerSpec layer = layer(i);
        if (!trainable[i] || !weightsPenalized(layer) && layer.contraction() == 0) {
            return null;
        }
        return penalty(i, layer.contraction() > 0 ? last.columnFactors[i] : null);
    }

    /** Returns the penalty on the decoder weights of layer {@code i}; null if there is none or weights are tied. */
    WeightPenalty decoderPenalty(int i) {
        LayerSpec layer = layer(i);
        boolean penalized = trainable[i] && !architecture.tied() && weightsPenalized(layer);
        return penalized ? penalty(i, null) : null;
    }

    private WeightPenalty penalty(int i, Matrix columnFactors) {
        Matrix w = parameters.w(i);
        return new WeightPenalty(w.rows(), w.columns(), columnFactors, layer(i).l1(), layer(i).l2());
    }

    private static boolean weightsPenalized(LayerSpec layer) {
        return layer.l1() > 0 || layer.l2() > 0;
    }

    /** Returns the mean reconstruction cost per example of the last {@link #compute} or {@link #propagate}. */
    Cost reconstruction() {
        return reconstruction;
    }

    /**
     * Encodes and decodes a span, and leaves the gradient on the output's pre-activations in {@code decoded[lo]}.
     *
     * @return the reconstruction cost, summed over the examples
     */
    private Cost forward(Workspace ws, Span span) {
        for (int i = span.lo(); i < span.hi(); i++) {
            Matrix below = i == span.lo() ? ws.clean[i] : ws.hidden[i - 1];
            if (layer(i).corruption().present()) {
                ops.corrupt(below, layer(i).corruption(), ws.keys[i], ws.corrupted[i]);
            }
            ws.hidden[i].product(parameters.w(i), true, input(ws, span, i), false, 0);
            ops.activate(ws.hidden[i], parameters.b(i), activation(i));
        }
        for (int i = span.hi() - 1; i > span.lo(); i--) {
            ws.decoded[i].product(parameters.v(i), false, code(ws, span, i), false, 0);
            ops.activate(ws.decoded[i], parameters.c(i), architecture.activationOf(i));
        }
        int lo = span.lo();
        ws.decoded[lo].product(parameters.v(lo), false, code(ws, span, lo), false, 0);
        return ops.output(
                ws.decoded[lo],
                parameters.c(lo),
                architecture.activationOf(lo),
                architecture.loss(),
                ws.clean[lo],
                1.0 / ws.size,
                gradient.c(lo),
                lo > objective.lo() ? ws.cleanGradient[lo] : null);
    }

    /** Propagates the gradient back through a span and returns the contractive penalties. */
    private Cost backward(Workspace ws, Span span) {
        Matrix delta = ws.decoded[span.lo()];
        for (int i = span.lo(); i < span.hi(); i++) {
            Matrix code = code(ws, span, i);
            if (trainable[i] && !architecture.tied()) {
                gradient.v(i).product(delta, false, code, true, 0);
            }
            ws.delta[i].product(parameters.v(i), true, delta, false, 0);
            delta = ws.delta[i];
            if (i + 1 < span.hi()) {
                ops.backward(delta, code, architecture.activationOf(i + 1), gradient.c(i + 1), false);
            }
        }
        boolean inputIsTrained = span.lo() > objective.lo();
        int lowest = inputIsTrained ? span.lo() - 1 : lowestTrainable(span);
        Cost penalty = Cost.ZERO;
        for (int i = span.hi() - 1; i >= Math.max(lowest, span.lo()); i--) {
            penalty = penalty.plus(backwardEncoder(ws, span, i));
            if (i > lowest && i > span.lo()) {
                ws.delta[i - 1].product(parameters.w(i), false, ws.delta[i], false, 0);
                ops.backwardCorruption(ws.delta[i - 1], layer(i).corruption(), ws.keys[i]);
            }
        }
        if (inputIsTrained) {
            int lo = span.lo();
            ws.below[lo].product(parameters.w(lo), false, ws.delta[lo], false, 0);
            ops.backwardCorruption(ws.below[lo], layer(lo).corruption(), ws.keys[lo]);
            ws.cleanGradient[lo].add(ws.below[lo]);
        }
        return penalty;
    }

    private Cost backwardEncoder(Workspace ws, Span span, int i) {
        double weight = layer(i).contraction() / ws.size;
        Cost penalty = Cost.ZERO;
        if (weight > 0) {
            ops.columnSquares(parameters.w(i), ws.squares[i]);
            penalty = ops.backwardContractive(
                    ws.delta[i],
                    ws.hidden[i],
                    activation(i),
                    gradient.b(i),
                    ws.squares[i],
                    weight,
                    ws.columnFactors[i]);
        } else {
            ops.backward(ws.delta[i], ws.hidden[i], activation(i), gradient.b(i), false);
        }
        if (trainable[i] && architecture.tied()) {
            // Nothing has changed the factors of the decoder's part since they were computed.
            Matrix decoderDelta = i == span.lo() ? ws.decoded[i] : ws.delta[i - 1];
            gradient.w(i).sumOfProducts(decoderDelta, code(ws, span, i), input(ws, span, i), ws.delta[i]);
        } else if (trainable[i]) {
            gradient.w(i).product(input(ws, span, i), false, ws.delta[i], true, 0);
        }
        return penalty;
    }

    /** Propagates the gradient back through the clean encoding of layer {@code i}, the input of the spans above. */
    private void backwardCleanEncoding(Workspace ws, int i) {
        ops.backward(ws.cleanGradient[i + 1], ws.clean[i + 1], activation(i), gradient.b(i), true);
        gradient.w(i).product(ws.clean[i], false, ws.cleanGradient[i + 1], true, 1);
        if (i > objective.lo()) {
            ws.cleanGradient[i].product(parameters.w(i), false, ws.cleanGradient[i + 1], false, 1);
        }
    }

    /** Returns the matrix that layer {@code i} of a span encodes. */
    private Matrix input(Workspace ws, Span span, int i) {
        if (layer(i).corruption().present()) {
            return ws.corrupted[i];
        }
        return i == span.lo() ? ws.clean[i] : ws.hidden[i - 1];
    }

    /** Returns the matrix that decoder {@code i} of a span decodes. */
    private static Matrix code(Workspace ws, Span span, int i) {
        return i == span.hi() - 1 ? ws.hidden[i] : ws.decoded[i + 1];
    }

    private LayerSpec layer(int i) {
        LayerSpec layer = architecture.layer(i);
        return objective.regularized() ? layer : layer.unregularized();
    }

    private Activation activation(int i) {
        return architecture.layer(i).activation();
    }

    private int lowestTrainable(Span span) {
        int i = span.lo();
        while (i < span.hi() - 1 && !trainable[i]) {
            i++;
        }
        return i;
    }
}
