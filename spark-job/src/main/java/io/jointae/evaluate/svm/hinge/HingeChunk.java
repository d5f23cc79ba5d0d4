package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.util.KnownSizeEstimation;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One chunk of rows in native memory, with the slacks at the last weights and a copy of the active rows, those that
 * violate the margin of at least one problem. Slacks and copy only save time: they follow from the rows and the weights,
 * so a chunk that another executor computes again gives the same sums. This class is thread-safe.
 */
@DefaultSerializer(JavaSerializer.class)
final class HingeChunk implements Serializable, AutoCloseable, KnownSizeEstimation {

    private static final long serialVersionUID = 1L;

    /** The share of active rows from which on a copy of them does not pay. */
    private static final double MOST_COPIED = 0.75;

    private final transient int width;
    private final transient List<HingeRows> blocks = new ArrayList<>();
    private transient List<HingeRows> active;
    private transient long version;
    private transient int problems;
    private transient boolean closed;

    /**
     * Copies rows into native memory.
     *
     * @param rows rows with the constant
     */
    HingeChunk(RowBlock rows) {
        width = rows.width();
        for (int from = 0; from < rows.rows(); from += HingeRows.BLOCK_ROWS) {
            int to = Math.min(rows.rows(), from + HingeRows.BLOCK_ROWS);
            blocks.add(new HingeRows(
                    Arrays.copyOfRange(rows.labels(), from, to),
                    Arrays.copyOfRange(rows.values(), from * width, to * width)));
        }
    }

    /** Spark writes a chunk only if an executor reads it that does not hold it. */
    @DefaultSerializer(JavaSerializer.class)
    private record Written(RowBlock rows) implements Serializable {
        private Object readResolve() {
            return new HingeChunk(rows);
        }
    }

    private Object writeReplace() {
        return new Written(rows());
    }

    /** Returns the memory of this object on the heap. The rows are outside of it. */
    @Override
    public long estimatedSize() {
        return 1024
                + Float.BYTES * blocks.stream().mapToLong(HingeRows::heapFloats).sum();
    }

    /** Returns the rows in their present basis, with the constant. Their ids are 0. */
    synchronized RowBlock rows() {
        requireOpen();
        int n = blocks.stream().mapToInt(HingeRows::count).sum();
        int[] labels = new int[n];
        float[] values = new float[n * width];
        int row = 0;
        for (HingeRows block : blocks) {
            block.copyTo(labels, values, row);
            row += block.count();
        }
        return new RowBlock(new long[n], labels, values);
    }

    /** Replaces every row {@code x} by {@code Q'x}. */
    synchronized void rotate(float[] basis) {
        requireOpen();
        Matrix q = matrix(basis, width);
        blocks.forEach(block -> block.rotate(q));
        q.close();
    }

    /**
     * Runs an operation at the current weights.
     *
     * @param currentVersion version of these weights
     * @param current returns the weights; called only if this chunk is not at that version
     * @param directions argument of the operation, or null
     * @param sums the operation adds to them
     */
    synchronized void run(
            ChunkOperation operation,
            long currentVersion,
            Supplier<CurrentWeights> current,
            float[] directions,
            HingeSums sums) {
        moveTo(currentVersion, current);
        operation.addTo(this, directions, sums);
    }

    /**
     * Returns the rows with a positive slack at the current weights, for several problems.
     *
     * @param currentVersion version of these weights
     * @param current returns the weights; called only if this chunk is not at that version
     * @return {@code [of.length]}, for each problem {@code [active, width]}
     */
    synchronized float[][] activeRows(int[] of, long currentVersion, Supplier<CurrentWeights> current) {
        moveTo(currentVersion, current);
        float[][] rows = new float[of.length][];
        for (int p = 0; p < of.length; p++) {
            int problem = of[p];
            int count = active().stream()
                    .mapToInt(block -> block.countActive(problem))
                    .sum();
            rows[p] = new float[Math.multiplyExact(count, width)];
            int row = 0;
            for (HingeRows block : active()) {
                row += block.readActive(problem, rows[p], row);
            }
        }
        return rows;
    }

    private void moveTo(long currentVersion, Supplier<CurrentWeights> current) {
        requireOpen();
        if (version != currentVersion) {
            closeCopies();
            CurrentWeights weights = current.get();
            problems = weights.positives().length;
            Matrix w = matrix(weights.weights(), problems);
            blocks.forEach(block -> block.moveTo(w, weights.positives()));
            w.close();
            version = currentVersion;
        }
    }

    /** Adds the products {@code x x'}. */
    synchronized void addGramMatrix(HingeSums sums) {
        requireOpen();
        Matrix sum = Matrix.create(DataType.FLOAT, width, width);
        for (int b = 0; b < blocks.size(); b++) {
            blocks.get(b).addGramMatrix(sum, b == 0 ? 0 : 1);
        }
        sums.vectors().addAll(0, readAndClose(sum), 0);
    }

    /** Adds the terms of {@link SquaredHinge#evaluateAt}: vectors, and three groups of numbers per problem. */
    void addLossTerms(HingeSums sums) {
        Matrix hingeGradient = matrix(new float[width * problems], problems);
        double[] squares = new double[problems];
        double[] slacks = new double[problems];
        double[] active = new double[problems];
        for (HingeRows block : blocks) {
            block.addLossTerms(squares, slacks, active, hingeGradient);
        }
        addVectors(hingeGradient, sums);
        for (int p = 0; p < problems; p++) {
            sums.numbers().add(p, 0, squares[p]);
            sums.numbers().add(problems + p, 0, slacks[p]);
            sums.numbers().add(2 * problems + p, 0, active[p]);
        }
    }

    /** Adds the terms of {@link SquaredHinge#hessianDiagonals}. */
    void addHessianDiagonals(int[] of, HingeSums sums) {
        Matrix sum = matrix(new float[width * of.length], of.length);
        active().forEach(block -> block.addHessianDiagonals(of, sum));
        addVectors(sum, sums);
    }

    /** Adds the terms of {@link SquaredHinge#hessianProducts}. */
    void addHessianProducts(float[] directions, int[] of, HingeSums sums) {
        Matrix sum = matrix(new float[width * of.length], of.length);
        Matrix v = matrix(directions, of.length);
        active().forEach(block -> block.addHessianProducts(v, of, sum));
        v.close();
        addVectors(sum, sums);
    }

    /** Adds the terms of {@link SquaredHinge#lineSearchLosses}. */
    void addLineSearchLosses(float[] directions, int[] of, double[] steps, HingeSums sums) {
        Matrix v = matrix(directions, of.length);
        double[][] losses = new double[of.length][steps.length];
        blocks.forEach(block -> block.addLineSearchLosses(v, of, steps, losses));
        v.close();
        for (int p = 0; p < of.length; p++) {
            for (int t = 0; t < steps.length; t++) {
                sums.numbers().add(p, t, losses[p][t]);
            }
        }
    }

    /** Returns the rows with a positive slack in any problem. */
    private List<HingeRows> active() {
        if (active == null) {
            int count = blocks.stream().mapToInt(HingeRows::countActive).sum();
            int all = blocks.stream().mapToInt(HingeRows::count).sum();
            active = count >= MOST_COPIED * all ? blocks : HingeRows.copyActive(blocks, count);
        }
        return active;
    }

    private static void addVectors(Matrix matrix, HingeSums sums) {
        int n = matrix.rows();
        int columns = matrix.columns();
        float[] values = readAndClose(matrix);
        for (int p = 0; p < columns; p++) {
            sums.vectors().addAll(p, values, p * n);
        }
    }

    private Matrix matrix(float[] values, int columns) {
        Matrix matrix = Matrix.create(DataType.FLOAT, width, columns);
        matrix.write(values);
        return matrix;
    }

    private static float[] readAndClose(Matrix matrix) {
        float[] values = new float[matrix.length()];
        matrix.read(values);
        matrix.close();
        return values;
    }

    private void closeCopies() {
        if (active != null && active != blocks) {
            active.forEach(HingeRows::close);
        }
        active = null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("These rows of the SVM have been released already.");
        }
    }

    /** Releases the native memory. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeCopies();
            blocks.forEach(HingeRows::close);
            blocks.clear();
        }
    }
}
