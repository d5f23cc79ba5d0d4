package io.jointae.torch;

import static io.jointae.torch.TorchContext.ONE;

import io.jointae.linalg.Matrix;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A {@link Matrix} {@code [rows, columns]} over a tensor {@code [columns, rows]}. */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchMatrix extends Matrix {

    private final TorchContext context;
    private final Tensor tensor;

    TorchMatrix(TorchContext context, Tensor tensor, int rows, int columns) {
        super(rows, columns);
        this.context = context;
        this.tensor = tensor;
    }

    /** Returns a new matrix of zeros. */
    static TorchMatrix create(TorchContext context, int rows, int columns) {
        return new TorchMatrix(context, context.zeros(context.type(), columns, rows), rows, columns);
    }

    /** Returns the tensor {@code [columns, rows]} of a matrix of this library. */
    static Tensor tensor(Matrix matrix) {
        return ((TorchMatrix) matrix).tensor;
    }

    @Override
    public void get(int from, float[] into, int n) {
        try (PointerScope scope = new PointerScope()) {
            context.read(tensor.view(-1).narrow(0, from, n), into, n);
        }
    }

    @Override
    public void put(int from, float[] values, int n) {
        try (PointerScope scope = new PointerScope()) {
            context.write(values, n, tensor.view(-1).narrow(0, from, n));
        }
    }

    @Override
    public void copyColumn(int to, Matrix other, int from) {
        try (PointerScope scope = new PointerScope()) {
            context.ran(tensor.narrow(0, to, 1).copy_(tensor(other).narrow(0, from, 1)));
        }
    }

    @Override
    public Matrix columns(int n) {
        return columns(0, n);
    }

    @Override
    public Matrix columns(int from, int n) {
        return new TorchMatrix(context, tensor.narrow(0, from, n), rows(), n);
    }

    @Override
    public Matrix view(long offset, int rows, int columns) {
        try (PointerScope scope = new PointerScope()) {
            Tensor part = tensor.view(-1).narrow(0, offset, (long) rows * columns);
            return new TorchMatrix(context, context.keep(part.view(columns, rows)), rows, columns);
        }
    }

    @Override
    public void write(float[] values) {
        context.write(values, length(), tensor);
    }

    @Override
    public void read(float[] values) {
        context.read(tensor, values, length());
    }

    @Override
    public void fill(double value) {
        try (PointerScope scope = new PointerScope()) {
            context.ran(tensor.fill_(new Scalar(value)));
        }
    }

    @Override
    public void add(Matrix other) {
        context.ran(tensor.add_(tensor(other), ONE));
    }

    @Override
    protected void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        // The tensors hold the transposed matrices, so the product is this' = op(b)' op(a)'.
        try (PointerScope scope = new PointerScope()) {
            Tensor left = transposeB ? tensor(b).transpose(0, 1) : tensor(b);
            Tensor right = transposeA ? tensor(a).transpose(0, 1) : tensor(a);
            if (beta == 0) {
                context.ran(torch.mm_out(tensor, left, right));
            } else {
                context.ran(torch.addmm_out(tensor, tensor, left, right, new Scalar(beta), ONE));
            }
        }
    }

    @Override
    public void close() {
        context.release(tensor);
    }
}
