package io.jointae.torch;

import static io.jointae.torch.TorchContext.MINUS_ONE;
import static io.jointae.torch.TorchContext.ONE;
import static io.jointae.torch.TorchContext.SAME_TYPE;
import static io.jointae.torch.TorchMatrix.tensor;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Corruption;
import io.jointae.stack.Loss;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Cost;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.Stretch;
import io.jointae.stack.compute.WeightPenalty;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link ElementWise} by PyTorch's operations, for both element types and every device. Not thread-safe. */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchElementWise implements ElementWise {

    /** The number of steps between two waits for the device. */
    static final int STRETCH = 64;

    private static final long[] OVER_BATCH = {0};
    private static final long[] OVER_UNITS = {1};

    /** The most values of examples that stay on the device: 4 GiB in single precision. */
    private static final long RESIDENT_VALUES = 1L << 30;

    private final DataType type;
    private final TorchContext context;
    private final TorchActivations activations;
    private final TorchCosts costs;
    private final ResidentRows rows;
    private final StretchNoise noise;
    private final TorchBuffers buffers;

    /**
     * @param device the device of all tensors
     * @param type {@code FLOAT} or {@code DOUBLE}
     */
    TorchElementWise(Device device, DataType type) {
        this.type = type;
        this.context = new TorchContext(device, type == DataType.DOUBLE ? ScalarType.Double : ScalarType.Float);
        this.activations = new TorchActivations(context);
        this.costs = new TorchCosts(context);
        this.rows = new ResidentRows(context, RESIDENT_VALUES);
        this.noise = new StretchNoise(context);
        this.buffers = new TorchBuffers(context);
    }

    /** Returns the number of operations that were sent to the device so far. */
    long launches() {
        return context.launches();
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public Matrix create(int height, int columns) {
        return TorchMatrix.create(context, height, columns);
    }

    @Override
    public int stretch() {
        return STRETCH;
    }

    @Override
    public void begin(Stretch stretch) {
        rows.begin(stretch);
        noise.begin(stretch);
    }

    @Override
    public void end() {
        rows.end();
        noise.end();
    }

    @Override
    public void close() {
        context.close();
    }

    @Override
    public void load(Minibatch batch, Matrix x) {
        rows.load(batch, tensor(x));
    }

    @Override
    public void activate(Matrix z, Matrix bias, Activation f) {
        try (PointerScope scope = new PointerScope()) {
            Tensor values = tensor(z);
            context.ran(values.add_(tensor(bias), ONE));
            activations.value(f, values);
        }
    }

    @Override
    public void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into) {
        noise.corrupt(corruption, keys, tensor(h), tensor(into));
    }

    @Override
    public void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys) {
        noise.backward(corruption, keys, tensor(delta));
    }

    @Override
    public Cost output(
            Matrix z,
            Matrix bias,
            Activation f,
            Loss loss,
            Matrix target,
            double scale,
            Matrix biasGradient,
            Matrix targetGradient) {
        try (PointerScope scope = new PointerScope()) {
            Tensor y = tensor(z);
            Tensor t = tensor(target);
            context.ran(y.add_(tensor(bias), ONE));
            Cost cost = loss == Loss.CROSS_ENTROPY
                    ? crossEntropy(y, t, scale, targetGradient)
                    : squaredError(y, f, t, scale, targetGradient);
            sumOverBatch(y, biasGradient);
            return cost;
        }
    }

    private Cost crossEntropy(Tensor z, Tensor t, double scale, Matrix targetGradient) {
        Tensor each = activations.softplus(z);
        context.ran(each.addcmul_(z, t, MINUS_ONE));
        if (targetGradient != null) {
            context.ran(torch.mul_out(tensor(targetGradient), z, new Scalar(-scale)));
        }
        context.ran(z.sigmoid_());
        context.ran(z.sub_(t, ONE));
        context.ran(z.mul_(new Scalar(scale)));
        return costs.sum(each);
    }

    private Cost squaredError(Tensor z, Activation f, Tensor t, double scale, Matrix targetGradient) {
        activations.value(f, z);
        Tensor difference = context.ran(z.sub(t));
        Cost cost = costs.sum(context.ran(difference.mul(difference)));
        if (targetGradient != null) {
            context.ran(torch.mul_out(tensor(targetGradient), difference, new Scalar(-2 * scale)));
        }
        context.ran(difference.mul_(new Scalar(2 * scale)));
        activations.timesSlope(f, difference, z);
        context.ran(z.copy_(difference));
        return cost;
    }

    private void sumOverBatch(Tensor values, Matrix into) {
        context.ran(torch.sum_out(tensor(into), values, OVER_BATCH, true, SAME_TYPE));
    }

    @Override
    public void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add) {
        try (PointerScope scope = new PointerScope()) {
            Tensor d = tensor(delta);
            activations.timesSlope(f, d, tensor(a));
            if (add) {
                Tensor sums = context.ran(d.sum(OVER_BATCH, true, SAME_TYPE));
                context.ran(tensor(biasGradient).add_(sums, ONE));
            } else {
                sumOverBatch(d, biasGradient);
            }
        }
    }

    @Override
    public Cost backwardContractive(
            Matrix delta,
            Matrix a,
            Activation f,
            Matrix biasGradient,
            Matrix squares,
            double weight,
            Matrix columnFactors) {
        try (PointerScope scope = new PointerScope()) {
            Tensor d = tensor(delta);
            Tensor values = tensor(a);
            Tensor slope = activations.slope(f, values);
            Tensor curvature = activations.curvature(f, values);
            context.ran(curvature.mul_(tensor(squares)));
            context.ran(d.add_(curvature, new Scalar(2 * weight)));
            context.ran(d.mul_(slope));
            sumOverBatch(d, biasGradient);
            context.ran(slope.mul_(slope));
            sumOverBatch(slope, columnFactors);
            Cost penalty = costs.sum(context.ran(tensor(columnFactors).mul(tensor(squares))));
            context.ran(tensor(columnFactors).mul_(new Scalar(2 * weight)));
            return () -> weight * penalty.value();
        }
    }

    @Override
    public void columnSquares(Matrix w, Matrix squares) {
        try (PointerScope scope = new PointerScope()) {
            Tensor square = context.ran(tensor(w).mul(tensor(w)));
            context.ran(torch.sum_out(tensor(squares).view(-1), square, OVER_UNITS, false, SAME_TYPE));
        }
    }

    @Override
    public Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        try (PointerScope scope = new PointerScope()) {
            Tensor values = tensor(w);
            addPenaltyGradient(values, tensor(gradient), penalty);
            Cost cost = Cost.ZERO;
            if (penalty.l1() > 0) {
                Cost magnitudes = costs.sum(context.ran(values.abs()));
                cost = cost.plus(() -> penalty.l1() * magnitudes.value());
            }
            if (penalty.l2() > 0) {
                Cost squares = costs.sum(context.ran(values.mul(values)));
                cost = cost.plus(() -> penalty.l2() / 2 * squares.value());
            }
            return cost;
        }
    }

    /** Adds the gradient of a penalty on weights {@code [out, in]}. */
    private void addPenaltyGradient(Tensor w, Tensor gradient, WeightPenalty penalty) {
        if (penalty.columnFactors() != null) {
            Tensor factors = tensor(penalty.columnFactors()).view(penalty.columns(), 1);
            context.ran(gradient.addcmul_(w, factors, ONE));
        }
        if (penalty.l2() > 0) {
            context.ran(gradient.add_(w, new Scalar(penalty.l2())));
        }
        if (penalty.l1() > 0) {
            context.ran(gradient.add_(context.ran(w.sign()), new Scalar(penalty.l1())));
        }
    }

    @Override
    public void update(
            Updater updater,
            Matrix parameters,
            Matrix state,
            Matrix gradient,
            int from,
            int to,
            double learningRate,
            WeightPenalty penalty) {
        try (PointerScope scope = new PointerScope()) {
            Tensor p = part(parameters, from, to);
            Tensor g = part(gradient, from, to);
            if (penalty != null) {
                g = context.ran(
                        buffers.get("gradient", context.type(), 1, to - from).copy_(g));
                addPenaltyGradient(
                        p.view(penalty.columns(), penalty.rows()), g.view(penalty.columns(), penalty.rows()), penalty);
            }
            if (updater.kind() == Updater.Kind.SGD) {
                context.ran(p.add_(g, new Scalar(-learningRate)));
                return;
            }
            Tensor r = part(state, from, to);
            Tensor root = buffers.get("root", context.type(), 1, to - from);
            context.ran(r.mul_(new Scalar(updater.decay())));
            context.ran(r.addcmul_(g, g, new Scalar(1 - updater.decay())));
            context.ran(torch.sqrt_out(root, r));
            context.ran(root.add_(new Scalar(updater.epsilon()), ONE));
            context.ran(p.addcdiv_(g, root, new Scalar(-learningRate)));
        }
    }

    private static Tensor part(Matrix flat, int from, int to) {
        return tensor(flat).narrow(1, from, to - from);
    }
}
