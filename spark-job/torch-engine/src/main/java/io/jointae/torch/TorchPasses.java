package io.jointae.torch;

import static io.jointae.torch.TorchContext.MINUS_ONE;
import static io.jointae.torch.TorchContext.ONE;
import static io.jointae.torch.TorchContext.SAME_TYPE;

import io.jointae.stack.Activation;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.ElementWise;
import io.jointae.torch.TorchCosts.OfReplicas;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The passes of {@link ElementWise} over tensors {@code [replicas, batch, units]} of values, {@code [replicas, 1, units]} of
 * biases and {@code [replicas, out, in]} of weights. The caller opens a {@code PointerScope}.
 */
final class TorchPasses {

    private static final long[] OVER_BATCH = {1};
    private static final long[] OVER_UNITS = {2};

    private final TorchContext context;
    private final TorchActivations activations;
    private final TorchCosts costs;
    private final TorchNumbers numbers;
    private final TorchBuffers buffers;

    /**
     * A penalty on the weights of each replica.
     *
     * @param columnFactors {@code [replicas, 1, out]}; null for 0
     */
    record Penalty(Tensor columnFactors, double l1, double l2) {}

    /**
     * The numbers that a step of an updater works on.
     *
     * @param parameters {@code [replicas, 1, n]}
     * @param state of the same shape; null if the updater has none
     * @param gradient of the same shape
     * @param weights {@code {out, in}} if the parameters are one weight matrix with a penalty
     */
    record Step(Tensor parameters, Tensor state, Tensor gradient, long... weights) {}

    /** @param replicas the largest number of replicas of a pass */
    TorchPasses(TorchContext context, TorchNumbers numbers, int replicas) {
        this.context = context;
        this.numbers = numbers;
        this.buffers = new TorchBuffers(context);
        this.activations = new TorchActivations(context, buffers);
        this.costs = new TorchCosts(context, replicas);
    }

    void activate(Tensor z, Tensor bias, Activation f) {
        context.ran(z.add_(bias, ONE));
        activations.value(f, z);
    }

    /**
     * Computes the loss and the gradient on {@code z}, which already contains the bias.
     *
     * @param targetGradient the gradient on the targets; null if they are data
     */
    OfReplicas output(Tensor z, Activation f, Loss loss, Tensor target, double scale, Tensor targetGradient) {
        return loss == Loss.CROSS_ENTROPY
                ? crossEntropy(z, target, scale, targetGradient)
                : squaredError(z, f, target, scale, targetGradient);
    }

    private OfReplicas crossEntropy(Tensor z, Tensor t, double scale, Tensor targetGradient) {
        Tensor each = activations.softplus(z);
        context.ran(each.addcmul_(z, t, MINUS_ONE));
        if (targetGradient != null) {
            context.ran(torch.mul_out(targetGradient, z, new Scalar(-scale)));
        }
        context.ran(z.sigmoid_());
        context.ran(z.sub_(t, ONE));
        context.ran(z.mul_(new Scalar(scale)));
        return costs.sum(each);
    }

    private OfReplicas squaredError(Tensor z, Activation f, Tensor t, double scale, Tensor targetGradient) {
        activations.value(f, z);
        Tensor difference = context.ran(torch.sub_out(buffers.like("difference", z), z, t));
        OfReplicas cost = costs.sum(square(difference));
        if (targetGradient != null) {
            context.ran(torch.mul_out(targetGradient, difference, new Scalar(-2 * scale)));
        }
        context.ran(difference.mul_(new Scalar(2 * scale)));
        activations.timesSlope(f, difference, z);
        context.ran(z.copy_(difference));
        return cost;
    }

    void addBias(Tensor z, Tensor bias) {
        context.ran(z.add_(bias, ONE));
    }

    void sumOverBatch(Tensor values, Tensor into) {
        context.ran(torch.sum_out(into, values, OVER_BATCH, true, SAME_TYPE));
    }

    void backward(Tensor delta, Tensor a, Activation f, Tensor biasGradient, boolean add) {
        activations.timesSlope(f, delta, a);
        if (add) {
            Tensor sums = buffers.like("sums", biasGradient);
            sumOverBatch(delta, sums);
            context.ran(biasGradient.add_(sums, ONE));
        } else {
            sumOverBatch(delta, biasGradient);
        }
    }

    /**
     * Propagates a gradient backwards and adds that of the contractive penalty.
     *
     * @param weights the weight of the penalty of each replica
     * @param columnFactors {@code [replicas, 1, out]}, overwritten
     * @return the penalty without its weight
     */
    OfReplicas backwardContractive(
            Tensor delta, Tensor a, Activation f, Tensor squares, double[] weights, Tensor columnFactors) {
        double[] twice = new double[weights.length];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = 2 * weights[i];
        }
        Tensor slope = activations.slope(f, a);
        Tensor curvature = activations.curvature(f, a);
        context.ran(curvature.mul_(squares));
        numbers.multiply(curvature, twice);
        context.ran(delta.add_(curvature, ONE));
        context.ran(delta.mul_(slope));
        context.ran(slope.mul_(slope));
        sumOverBatch(slope, columnFactors);
        Tensor penalties = buffers.like("penalties", squares);
        OfReplicas penalty = costs.sum(context.ran(torch.mul_out(penalties, columnFactors, squares)));
        numbers.multiply(columnFactors, twice);
        return penalty;
    }

    /** @param squares {@code [replicas, 1, out]}, overwritten */
    void columnSquares(Tensor w, Tensor squares) {
        context.ran(torch.sum_out(squares.view(w.size(0), w.size(1)), square(w), OVER_UNITS, false, SAME_TYPE));
    }

    OfReplicas addPenalty(Tensor w, Tensor gradient, Penalty penalty) {
        addPenaltyGradient(w, gradient, penalty);
        OfReplicas none = position -> 0;
        OfReplicas magnitudes = penalty.l1 > 0 ? costs.sum(context.ran(torch.abs_out(elements(w), w))) : none;
        OfReplicas squares = penalty.l2 > 0 ? costs.sum(square(w)) : none;
        return position -> penalty.l1 * magnitudes.of(position) + penalty.l2 / 2 * squares.of(position);
    }

    private void addPenaltyGradient(Tensor w, Tensor gradient, Penalty penalty) {
        if (penalty.columnFactors != null) {
            context.ran(gradient.addcmul_(w, penalty.columnFactors.view(w.size(0), w.size(1), 1), ONE));
        }
        if (penalty.l2 > 0) {
            context.ran(gradient.add_(w, new Scalar(penalty.l2)));
        }
        if (penalty.l1 > 0) {
            context.ran(gradient.add_(context.ran(torch.sign_out(elements(w), w)), new Scalar(penalty.l1)));
        }
    }

    private Tensor square(Tensor values) {
        return context.ran(torch.mul_out(elements(values), values, values));
    }

    /** Returns memory for one number per element, until it is asked for again. */
    private Tensor elements(Tensor like) {
        return buffers.like("elements", like);
    }

    /**
     * Takes a step of an updater.
     *
     * @param rates the learning rate of each replica
     * @param penalty a penalty on the weights; null for none
     */
    void update(Updater updater, Step step, double[] rates, Penalty penalty) {
        Tensor p = step.parameters;
        long replicas = p.size(0);
        long n = p.size(2);
        Tensor g = step.gradient;
        if (penalty != null) {
            g = context.ran(
                    buffers.get("gradient", context.type(), replicas, 1, n).copy_(g));
            long[] shape = {replicas, step.weights[0], step.weights[1]};
            addPenaltyGradient(p.view(shape), g.view(shape), penalty);
        }
        if (updater.kind() == Updater.Kind.SGD) {
            if (TorchNumbers.areEqual(rates)) {
                context.ran(p.add_(g, new Scalar(-rates[0])));
            } else {
                context.ran(p.addcmul_(g, numbers.get(rates), MINUS_ONE));
            }
            return;
        }
        Tensor r = step.state;
        Tensor root = buffers.get("root", context.type(), replicas, 1, n);
        context.ran(r.mul_(new Scalar(updater.decay())));
        context.ran(r.addcmul_(g, g, new Scalar(1 - updater.decay())));
        context.ran(torch.sqrt_out(root, r));
        context.ran(root.add_(new Scalar(updater.epsilon()), ONE));
        if (TorchNumbers.areEqual(rates)) {
            context.ran(p.addcdiv_(g, root, new Scalar(-rates[0])));
        } else {
            Tensor scaled = buffers.get("scaled", context.type(), replicas, 1, n);
            context.ran(torch.mul_out(scaled, g, numbers.get(rates)));
            context.ran(p.addcdiv_(scaled, root, MINUS_ONE));
        }
    }
}
