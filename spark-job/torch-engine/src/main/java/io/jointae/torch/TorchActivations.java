package io.jointae.torch;

import static io.jointae.torch.TorchContext.MINUS_ONE;
import static io.jointae.torch.TorchContext.ONE;
import static io.jointae.torch.TorchContext.ZERO;

import io.jointae.stack.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Values and derivatives of {@link Activation}s over tensors. The caller opens a {@code PointerScope}. */
final class TorchActivations {

    private static final Scalar MINUS_TWO = new Scalar(-2.0);

    private final TorchContext context;

    TorchActivations(TorchContext context) {
        this.context = context;
    }

    /** Replaces pre-activations by {@code f(z)}. */
    void value(Activation f, Tensor z) {
        switch (f) {
            case LOGISTIC -> context.ran(z.sigmoid_());
            case TANH -> context.ran(z.tanh_());
            case RELU -> context.ran(z.relu_());
            case ELU -> context.ran(torch.elu_(z));
            case SOFTPLUS -> context.ran(z.copy_(softplus(z)));
            case SOFTSIGN -> context.ran(z.div_(add(context.ran(z.abs()), ONE)));
            case IDENTITY -> {}
        }
    }

    /**
     * Returns {@code max(z, 0) + log(1 + exp(-|z|))}. PyTorch's own softplus has an error of 2e-9 from 20 on, which is too
     * large for double precision.
     */
    Tensor softplus(Tensor z) {
        if (context.type() == torch.ScalarType.Float) {
            return context.ran(torch.softplus(z));
        }
        Tensor rest = context.ran(
                context.ran(context.ran(context.ran(z.abs()).neg_()).exp_()).log1p_());
        return context.ran(rest.add_(context.ran(z.relu()), ONE));
    }

    /** Multiplies a gradient by {@code f'(z)} in place, given the values {@code a = f(z)}. */
    void timesSlope(Activation f, Tensor delta, Tensor a) {
        switch (f) {
            case LOGISTIC -> context.ran(torch.sigmoid_backward_out(delta, delta, a));
            case TANH -> context.ran(torch.tanh_backward_out(delta, delta, a));
            case RELU -> context.ran(delta.masked_fill_(context.ran(a.le(ZERO)), ZERO));
            case IDENTITY -> {}
            default -> context.ran(delta.mul_(slope(f, a)));
        }
    }

    /** Returns {@code f'(z)}, given the values {@code a = f(z)}. */
    Tensor slope(Activation f, Tensor a) {
        return switch (f) {
            case LOGISTIC -> context.ran(oneMinus(a).mul_(a));
            case TANH -> oneMinus(context.ran(a.mul(a)));
            case RELU -> context.ran(context.ran(a.gt(ZERO)).to(context.type()));
            case ELU -> add(context.ran(a.clamp_max(ZERO)), ONE);
            case SOFTPLUS -> negative(context.ran(context.ran(a.neg()).expm1_()));
            case SOFTSIGN -> {
                Tensor rest = oneMinus(context.ran(a.abs()));
                yield context.ran(rest.mul_(rest));
            }
            case IDENTITY -> context.ran(torch.ones_like(a));
        };
    }

    /** Returns {@code f''(z)}, given the values {@code a = f(z)}. */
    Tensor curvature(Activation f, Tensor a) {
        return switch (f) {
            case LOGISTIC -> context.ran(slope(f, a).mul_(add(context.ran(a.mul(MINUS_TWO)), ONE)));
            case TANH -> context.ran(context.ran(slope(f, a).mul_(a)).mul_(MINUS_TWO));
            case RELU, IDENTITY -> context.ran(torch.zeros_like(a));
            case ELU -> context.ran(slope(f, a).masked_fill_(context.ran(a.gt(ZERO)), ZERO));
            case SOFTPLUS ->
                context.ran(slope(f, a).mul_(context.ran(context.ran(a.neg()).exp_())));
            case SOFTSIGN -> {
                Tensor cube = context.ran(slope(f, a).mul_(oneMinus(context.ran(a.abs()))));
                yield context.ran(context.ran(cube.mul_(context.ran(a.sign()))).mul_(MINUS_TWO));
            }
        };
    }

    /** Returns {@code 1 - a} as a new tensor. */
    private Tensor oneMinus(Tensor a) {
        return add(context.ran(a.neg()), ONE);
    }

    private Tensor add(Tensor temporary, Scalar number) {
        return context.ran(temporary.add_(number, ONE));
    }

    private Tensor negative(Tensor temporary) {
        return context.ran(temporary.mul_(MINUS_ONE));
    }
}
