package io.jointae.linalg;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A {@link Matrix} of floats in the host's memory whose products are computed from bfloat16 copies of the factors. A
 * bfloat16 number is a float with 8 significant bits, so each factor is rounded with a relative error of at most 2^-9; the
 * products are exact and are summed in single precision. The result is a matrix of floats, and every other operation works
 * on the floats.
 *
 * <p>A matrix keeps its copies until its floats change. Weights are therefore converted once per update, however many
 * products they take part in.
 */
public final class Bfloat16Matrix extends Matrix {

    /** Counts the changes of one piece of memory, which a matrix shares with its views. */
    private static final class Changes {
        private long count;
        /** Whether the memory will not change any more. */
        private boolean settled;
    }

    private final Nd4jMatrix floats;
    private final Changes changes;
    private final Bfloat16Products products;
    /** The copies by {@link Bfloat16Layout}; each is current if it was made after the last change. */
    private final Map<Bfloat16Layout, Copy> copies = new HashMap<>();

    /**
     * A copy.
     *
     * @param changes the number of changes before it
     */
    private record Copy(BytePointer memory, long changes) {}

    private Bfloat16Matrix(Nd4jMatrix floats, Changes changes, Bfloat16Products products) {
        super(floats.rows(), floats.columns());
        this.floats = floats;
        this.changes = changes;
        this.products = products;
    }

    /**
     * Returns a new matrix with undefined content.
     *
     * @param products multiplies this matrix; all factors of one product must have the same one
     */
    public static Bfloat16Matrix create(Bfloat16Products products, int rows, int columns) {
        return new Bfloat16Matrix(Matrix.create(DataType.FLOAT, rows, columns), new Changes(), products);
    }

    /** Returns the address of the first float. */
    FloatPointer pointer() {
        return floats.pointer();
    }

    /** Returns the bfloat16 copy of the current floats in a layout. */
    BytePointer copy(Bfloat16Layout layout) {
        Copy copy = copies.get(layout);
        if (copy == null || copy.changes() != changes.count) {
            BytePointer memory = copy == null ? layout.allocate() : copy.memory();
            layout.convert(pointer(), memory);
            copy = new Copy(memory, changes.count);
            copies.put(layout, copy);
        }
        return copy.memory();
    }

    /** Returns whether the floats will not change any more. */
    boolean isSettled() {
        return changes.settled;
    }

    @Override
    public void settle() {
        changes.settled = true;
    }

    private Bfloat16Matrix view(Nd4jMatrix part) {
        return new Bfloat16Matrix(part, changes, products);
    }

    @Override
    public void get(int from, float[] into, int n) {
        floats.get(from, into, n);
    }

    @Override
    public void put(int from, float[] values, int n) {
        floats.put(from, values, n);
        changes.count++;
    }

    @Override
    public void copyColumn(int to, Matrix other, int from) {
        floats.copyColumn(to, ((Bfloat16Matrix) other).floats, from);
        changes.count++;
    }

    @Override
    public Bfloat16Matrix columns(int n) {
        return view(floats.columns(n));
    }

    @Override
    public Bfloat16Matrix columns(int from, int n) {
        return view(floats.columns(from, n));
    }

    @Override
    public Bfloat16Matrix view(long offset, int rows, int columns) {
        return view(floats.view(offset, rows, columns));
    }

    @Override
    public void write(float[] values) {
        floats.write(values);
        changes.count++;
    }

    @Override
    public void read(float[] values) {
        floats.read(values);
    }

    @Override
    public void fill(double value) {
        floats.fill(value);
        changes.count++;
    }

    @Override
    public void add(Matrix other) {
        floats.add(((Bfloat16Matrix) other).floats);
        changes.count++;
    }

    @Override
    protected void multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta) {
        products.multiply((Bfloat16Matrix) a, transposeA, (Bfloat16Matrix) b, transposeB, this, (float) beta);
        changes.count++;
    }

    @Override
    protected void multiplyBoth(Matrix a, Matrix b, Matrix c, Matrix d) {
        products.multiplyBoth((Bfloat16Matrix) a, (Bfloat16Matrix) b, (Bfloat16Matrix) c, (Bfloat16Matrix) d, this);
        changes.count++;
    }

    @Override
    public void close() {
        floats.close();
        copies.clear();
    }
}
