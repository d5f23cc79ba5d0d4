package io.jointae.torch;

import static io.jointae.torch.TorchContext.ONE;

import io.jointae.linalg.Matrix;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A {@link Matrix} {@code [rows, columns]} of one replica: its part of a tensor {@code [replicas, columns, rows]} that holds
 * this matrix of every replica of a {@link TorchGroup}.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchMatrix extends Matrix {

    private final TorchGroup.Member member;
    private final Tensor all;

    /** @param all {@code [replicas, columns, rows]} */
    TorchMatrix(TorchGroup.Member member, Tensor all) {
        super((int) all.size(2), (int) all.size(1));
        this.member = member;
        this.all = all;
    }

    /** Returns the tensor of this matrix of some replicas. The caller opens a {@code PointerScope}. */
    Tensor tensor(TorchGroup.Part part) {
        return part.of(all);
    }

    private void withOwn(Consumer<Tensor> action) {
        try (PointerScope scope = new PointerScope()) {
            action.accept(member.part().of(all));
        }
    }

    @Override
    public void get(int from, float[] into, int n) {
        withOwn(own -> context().read(own.view(-1).narrow(0, from, n), into, n));
    }

    @Override
    public void put(int from, float[] values, int n) {
        withOwn(own -> context().write(values, n, own.view(-1).narrow(0, from, n)));
    }

    @Override
    public void copyColumn(int to, Matrix other, int from) {
        Tensor source = ((TorchMatrix) other).all;
        withOwn(own -> context()
                .ran(own.narrow(1, to, 1).copy_(member.part().of(source).narrow(1, from, 1))));
    }

    @Override
    public Matrix columns(int n) {
        return columns(0, n);
    }

    @Override
    public Matrix columns(int from, int n) {
        return new TorchMatrix(member, all.narrow(1, from, n));
    }

    @Override
    public Matrix view(long offset, int rows, int columns) {
        try (PointerScope scope = new PointerScope()) {
            Tensor part = all.view(all.size(0), -1).narrow(1, offset, (long) rows * columns);
            return new TorchMatrix(member, context().keep(part.view(all.size(0), columns, rows)));
        }
    }

    @Override
    public void write(float[] values) {
        withOwn(own -> context().write(values, length(), own));
    }

    @Override
    public void read(float[] values) {
        withOwn(own -> context().read(own, values, length()));
    }

    @Override
    public void fill(double value) {
        withOwn(own -> context().ran(own.fill_(new Scalar(value))));
    }

    @Override
    public void add(Matrix other) {
        TorchMatrix summand = (TorchMatrix) other;
        member.run("add", part -> context().ran(tensor(part).add_(summand.tensor(part), ONE)));
    }

    @Override
    protected void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        TorchMatrix first = (TorchMatrix) a;
        TorchMatrix second = (TorchMatrix) b;
        member.run("product", part -> {
            // The tensors hold the transposed matrices, so the product is this' = op(b)' op(a)'.
            Tensor left = transposeB ? second.tensor(part).transpose(1, 2) : second.tensor(part);
            Tensor right = transposeA ? first.tensor(part).transpose(1, 2) : first.tensor(part);
            Tensor into = tensor(part);
            if (beta == 0) {
                context().ran(torch.bmm_out(into, left, right));
            } else {
                context().ran(torch.baddbmm_out(into, into, left, right, new Scalar(beta), ONE));
            }
        });
    }

    private TorchContext context() {
        return member.context();
    }

    @Override
    public void close() {
        context().release(all);
    }
}
