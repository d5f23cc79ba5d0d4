package io.jointae.torch;

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
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@link ElementWise} by PyTorch's operations, for both element types and every device: one replica of a {@link TorchGroup},
 * often of a group of one. Not thread-safe.
 */
final class TorchElementWise implements ElementWise {

    /** The number of steps between two waits for the device. */
    static final int STRETCH = 64;

    /** The most values of examples that stay on the device: 4 GiB in single precision. */
    private static final long RESIDENT_VALUES = 1L << 30;

    private final TorchContext context;
    private final ResidentRows rows;
    private final StretchNoise noise;
    private final TorchPasses passes;
    private final TorchGroup.Member member;

    private TorchElementWise(
            TorchContext context, ResidentRows rows, StretchNoise noise, TorchPasses passes, TorchGroup.Member member) {
        this.context = context;
        this.rows = rows;
        this.noise = noise;
        this.passes = passes;
        this.member = member;
    }

    /**
     * Returns the arithmetic of replicas that train together.
     *
     * @param replicas how many, at least 1
     * @param fused whether one operation computes a pass of all replicas
     */
    static List<ElementWise> group(TorchContext context, int replicas, boolean fused) {
        TorchNumbers numbers = new TorchNumbers(context);
        ResidentRows rows = new ResidentRows(context, RESIDENT_VALUES);
        StretchNoise noise = new StretchNoise(context, numbers);
        TorchPasses passes = new TorchPasses(context, numbers, replicas);
        List<ElementWise> all = new ArrayList<>();
        for (TorchGroup.Member member : new TorchGroup(context, rows, noise, replicas, fused).members()) {
            all.add(new TorchElementWise(context, rows, noise, passes, member));
        }
        return all;
    }

    /** Returns the number of operations that were sent to the device so far, for all replicas of the group. */
    long launches() {
        return context.launches();
    }

    @Override
    public DataType type() {
        return context.elements();
    }

    @Override
    public Matrix create(int height, int columns) {
        return member.create(height, columns);
    }

    @Override
    public int stretch() {
        return STRETCH;
    }

    @Override
    public void begin(Stretch stretch) {
        member.begin(stretch);
    }

    @Override
    public void end() {
        member.end();
    }

    /** Releases the memory of all replicas of the group. */
    @Override
    public void close() {
        context.close();
    }

    @Override
    public void load(Minibatch batch, Matrix x) {
        if (rows.has(batch)) {
            member.runExact("load", 0, (part, none) -> {
                rows.load(batch, tensor(x, part));
                return null;
            });
        } else {
            x.write(rows.values(batch));
        }
    }

    @Override
    public void activate(Matrix z, Matrix bias, Activation f) {
        member.run("activate", part -> passes.activate(tensor(z, part), tensor(bias, part), f));
    }

    @Override
    public void corrupt(Matrix h, Corruption corruption, RowKeys keys, Matrix into) {
        member.runExact("corrupt", corruption.strength(), (part, strengths) -> {
            noise.corrupt(corruption.kind(), strengths, keys, tensor(h, part), tensor(into, part));
            return null;
        });
    }

    @Override
    public void backwardCorruption(Matrix delta, Corruption corruption, RowKeys keys) {
        member.runExact("backwardCorruption", corruption.strength(), (part, strengths) -> {
            noise.backward(corruption.kind(), strengths, keys, tensor(delta, part));
            return null;
        });
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
        return member.run("output", 0, (part, none) -> {
            Tensor y = tensor(z, part);
            passes.addBias(y, tensor(bias, part));
            TorchCosts.OfReplicas cost =
                    passes.output(y, f, loss, tensor(target, part), scale, tensor(targetGradient, part));
            passes.sumOverBatch(y, tensor(biasGradient, part));
            return cost;
        });
    }

    @Override
    public void backward(Matrix delta, Matrix a, Activation f, Matrix biasGradient, boolean add) {
        member.run(
                "backward",
                part -> passes.backward(tensor(delta, part), tensor(a, part), f, tensor(biasGradient, part), add));
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
        Cost penalty = member.run("backwardContractive", weight, (part, weights) -> {
            Tensor d = tensor(delta, part);
            TorchCosts.OfReplicas sums = passes.backwardContractive(
                    d, tensor(a, part), f, tensor(squares, part), weights, tensor(columnFactors, part));
            passes.sumOverBatch(d, tensor(biasGradient, part));
            return sums;
        });
        return () -> weight * penalty.value();
    }

    @Override
    public void columnSquares(Matrix w, Matrix squares) {
        member.run("columnSquares", part -> passes.columnSquares(tensor(w, part), tensor(squares, part)));
    }

    @Override
    public Cost addPenalty(Matrix w, Matrix gradient, WeightPenalty penalty) {
        return member.run(
                "addPenalty",
                0,
                (part, none) -> passes.addPenalty(tensor(w, part), tensor(gradient, part), penalty(penalty, part)));
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
        member.run("update", learningRate, (part, rates) -> {
            TorchPasses.Step step = new TorchPasses.Step(
                    range(parameters, from, to, part),
                    range(state, from, to, part),
                    range(gradient, from, to, part),
                    penalty == null ? new long[0] : new long[] {penalty.columns(), penalty.rows()});
            passes.update(updater, step, rates, penalty(penalty, part));
            return null;
        });
    }

    private static TorchPasses.Penalty penalty(WeightPenalty penalty, TorchGroup.Part part) {
        return penalty == null
                ? null
                : new TorchPasses.Penalty(tensor(penalty.columnFactors(), part), penalty.l1(), penalty.l2());
    }

    private static Tensor range(Matrix flat, int from, int to, TorchGroup.Part part) {
        return flat == null ? null : tensor(flat, part).narrow(2, from, to - from);
    }

    /** Returns null for null. */
    private static Tensor tensor(Matrix matrix, TorchGroup.Part part) {
        return matrix == null ? null : ((TorchMatrix) matrix).tensor(part);
    }
}
