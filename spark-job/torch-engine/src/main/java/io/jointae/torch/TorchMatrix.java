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
    private final int firstColumn;

    /** @param all {@code [replicas, columns, rows]} */
    TorchMatrix(TorchGroup.Member member, Tensor all) {
        this(member, all, 0, (int) all.size(1));
    }

    /** Describes a view of columns. It refers to the tensor by nothing that would have to be released. */
    private TorchMatrix(TorchGroup.Member member, Tensor all, int firstColumn, int columns) {
        super((int) all.size(2), columns);
        this.member = member;
        this.all = all;
        this.firstColumn = firstColumn;
    }

    /** Returns the tensor of this matrix of some replicas. The caller opens a {@code PointerScope}. */
    Tensor tensor(TorchGroup.Part part) {
        Tensor whole = part.of(all);
        return columns() == all.size(1) ? whole : whole.narrow(1, firstColumn, columns());
    }

    private void withOwn(Consumer<Tensor> action) {
        try (PointerScope scope = new PointerScope()) {
            action.accept(tensor(member.part()));
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
        TorchMatrix source = (TorchMatrix) other;
        withOwn(own -> context()
                .ran(own.narrow(1, to, 1).copy_(source.tensor(member.part()).narrow(1, from, 1))));
    }

    @Override
    public Matrix columns(int n) {
        return columns(0, n);
    }

    @Override
    public Matrix columns(int from, int n) {
        return new TorchMatrix(member, all, firstColumn + from, n);
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
            context()
                    .product(
                            beta == 0
                                    ? () -> torch.bmm_out(into, left, right)
                                    : () -> torch.baddbmm_out(into, into, left, right, new Scalar(beta), ONE));
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
