package io.jointae.torch;

import static io.jointae.torch.TorchContext.MINUS_ONE;
import static io.jointae.torch.TorchContext.ONE;
import static io.jointae.torch.TorchContext.ZERO;

import io.jointae.stack.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Values and derivatives of {@link Activation}s over tensors, in memory that is used again. A result can be used until the
 * next one of its kind has been asked for. The caller opens a {@code PointerScope}.
 */
final class TorchActivations {

    private static final Scalar MINUS_TWO = new Scalar(-2.0);

    private final TorchContext context;
    private final TorchBuffers buffers;

    TorchActivations(TorchContext context, TorchBuffers buffers) {
        this.context = context;
        this.buffers = buffers;
    }

    /** Replaces pre-activations by {@code f(z)}. */
    void value(Activation f, Tensor z) {
        switch (f) {
            case LOGISTIC -> context.ran(z.sigmoid_());
            case TANH -> context.ran(z.tanh_());
            case RELU -> context.ran(z.relu_());
            case ELU -> context.ran(torch.elu_(z));
            case SOFTPLUS -> context.ran(z.copy_(softplus(z)));
            case SOFTSIGN -> context.ran(z.div_(plusOne(context.ran(torch.abs_out(scratch(z), z)))));
            case IDENTITY -> {}
        }
    }

    /**
     * Returns {@code max(z, 0) + log(1 + exp(-|z|))}. PyTorch's own softplus has an error of 2e-9 from 20 on, which is too
     * large for double precision.
     */
    Tensor softplus(Tensor z) {
        Tensor result = buffers.like("softplus", z);
        if (context.type() == torch.ScalarType.Float) {
            return context.ran(torch.softplus_out(result, z));
        }
        context.ran(torch.abs_out(result, z));
        context.ran(context.ran(context.ran(result.neg_()).exp_()).log1p_());
        return context.ran(result.add_(context.ran(torch.relu_out(scratch(z), z)), ONE));
    }

    /** Multiplies a gradient by {@code f'(z)} in place, given the values {@code a = f(z)}. */
    void timesSlope(Activation f, Tensor delta, Tensor a) {
        switch (f) {
            case LOGISTIC -> context.ran(torch.sigmoid_backward_out(delta, delta, a));
            case TANH -> context.ran(torch.tanh_backward_out(delta, delta, a));
            case RELU -> context.ran(torch.threshold_backward_out(delta, delta, a, ZERO));
            case IDENTITY -> {}
            default -> context.ran(delta.mul_(slope(f, a)));
        }
    }

    /** Returns {@code f'(z)}, given the values {@code a = f(z)}. */
    Tensor slope(Activation f, Tensor a) {
        return slope(f, a, buffers.like("slope", a));
    }

    private Tensor slope(Activation f, Tensor a, Tensor into) {
        return switch (f) {
            case LOGISTIC -> context.ran(oneMinus(into, a).mul_(a));
            case TANH -> oneMinus(into, context.ran(torch.mul_out(into, a, a)));
            case RELU -> context.ran(torch.gt_out(into, a, ZERO));
            case ELU -> plusOne(context.ran(torch.clamp_max_out(into, a, ZERO)));
            case SOFTPLUS -> {
                context.ran(torch.neg_out(into, a));
                yield context.ran(context.ran(into.expm1_()).mul_(MINUS_ONE));
            }
            case SOFTSIGN -> {
                oneMinus(into, context.ran(torch.abs_out(into, a)));
                yield context.ran(into.mul_(into));
            }
            case IDENTITY -> context.ran(into.fill_(ONE));
        };
    }

    /** Returns {@code f''(z)}, given the values {@code a = f(z)}. */
    Tensor curvature(Activation f, Tensor a) {
        Tensor into = buffers.like("curvature", a);
        if (f == Activation.RELU || f == Activation.IDENTITY) {
            return context.ran(into.fill_(ZERO));
        }
        slope(f, a, into);
        Tensor factor = scratch(a);
        switch (f) {
            case LOGISTIC -> plusOne(context.ran(torch.mul_out(factor, a, MINUS_TWO)));
            case TANH -> context.ran(torch.mul_out(factor, a, MINUS_TWO));
            case ELU -> context.ran(torch.le_out(factor, a, ZERO));
            case SOFTPLUS -> context.ran(context.ran(torch.neg_out(factor, a)).exp_());
            case SOFTSIGN -> {
                oneMinus(factor, context.ran(torch.abs_out(factor, a)));
                context.ran(into.mul_(factor));
                context.ran(context.ran(torch.sign_out(factor, a)).mul_(MINUS_TWO));
            }
            default -> throw new IllegalArgumentException("There is no curvature of " + f + ".");
        }
        return context.ran(into.mul_(factor));
    }

    private Tensor scratch(Tensor like) {
        return buffers.like("scratch", like);
    }

    /** Computes {@code into = 1 - a}. */
    private Tensor oneMinus(Tensor into, Tensor a) {
        return plusOne(context.ran(torch.neg_out(into, a)));
    }

    private Tensor plusOne(Tensor values) {
        return context.ran(values.add_(ONE, ONE));
    }
}
