package io.jointae.linalg;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A {@link Matrix} over an ND4J array. If its elements are floats in the host's memory, it also gives direct access to
 * that memory, and oneDNN computes its products.
 */
public final class Nd4jMatrix extends Matrix {

    private final INDArray array;
    /** The address of the memory; null unless it holds floats on the host. */
    private final FloatPointer floats;

    /** The memory as a buffer; null unless it holds floats on the host. */
    private final FloatBuffer host;

    Nd4jMatrix(INDArray array) {
        super((int) array.size(0), (int) array.size(1));
        this.array = array;
        this.floats = array.dataType() == DataType.FLOAT && onHost() ? floats(array) : null;
        this.host = floats == null ? null : floats.asBuffer();
    }

    /** Returns the ND4J array {@code [rows, columns]}, which shares the memory of this matrix. */
    public INDArray array() {
        return array;
    }

    /** Returns the address of the first element, which must be a float in the host's memory. */
    FloatPointer pointer() {
        return floats;
    }

    @Override
    public void get(int from, float[] into, int n) {
        host.get(from, into, 0, n);
    }

    @Override
    public void put(int from, float[] values, int n) {
        host.put(from, values, 0, n);
    }

    @Override
    public void copyColumn(int to, Matrix source, int from) {
        Nd4jMatrix other = (Nd4jMatrix) source;
        int n = rows();
        if (host != null && other.host != null) {
            host.put(to * n, other.host, from * n, n);
        } else {
            array.putColumn(to, other.array.getColumn(from));
        }
    }

    @Override
    public Nd4jMatrix columns(int n) {
        return columns(0, n);
    }

    @Override
    public Nd4jMatrix columns(int from, int n) {
        return new Nd4jMatrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + n)));
    }

    @Override
    public Nd4jMatrix view(long offset, int rows, int columns) {
        return view(array, offset, rows, columns);
    }

    @Override
    public void write(float[] values) {
        if (host != null) {
            host.put(0, values, 0, length());
        } else {
            float[] exact = values.length == length() ? values : Arrays.copyOf(values, length());
            array.assign(Nd4j.create(exact, new long[] {rows(), columns()}, 'f'));
        }
    }

    @Override
    public void read(float[] values) {
        if (host != null) {
            host.get(0, values, 0, length());
        } else {
            float[] all = array.dup('f').data().asFloat();
            System.arraycopy(all, 0, values, 0, length());
        }
    }

    @Override
    public void fill(double value) {
        array.assign(value);
    }

    @Override
    public void add(Matrix other) {
        array.addi(((Nd4jMatrix) other).array);
    }

    @Override
    protected void multiply(Matrix left, boolean transposeA, Matrix right, boolean transposeB, double beta) {
        Nd4jMatrix a = (Nd4jMatrix) left;
        Nd4jMatrix b = (Nd4jMatrix) right;
        if (floats != null && a.floats != null && b.floats != null && OneDnn.isPresent()) {
            int inner = transposeA ? a.rows() : a.columns();
            OneDnn.product(a.floats, transposeA, b.floats, transposeB, floats, rows(), columns(), inner, (float) beta);
        } else {
            Nd4j.gemm(a.array, b.array, array, transposeA, transposeB, 1, beta);
        }
    }

    @Override
    public void close() {
        array.close();
    }

    private static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).position(0).capacity(array.length());
    }
}
