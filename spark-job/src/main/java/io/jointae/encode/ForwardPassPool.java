package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.feature.Scaling;
import io.jointae.model.ModelDirectory;
import io.jointae.runtime.TaskDevice;
import io.jointae.stack.Architecture;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.stack.engine.Arithmetic;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A model that is broadcast once per executor, with the working memory of the tasks on that executor.
 *
 * <p>A task borrows a {@link ForwardPass} and gives it back when it ends, so that the next task reuses its native
 * memory. All methods are thread-safe.
 */
@DefaultSerializer(JavaSerializer.class)
public final class ForwardPassPool implements Serializable {

    /** The usual number of rows per pass: enough for matrix products at full speed. Wide rows have smaller batches. */
    public static final int DEFAULT_BATCH_SIZE = 2048;

    /** The most bytes of rows that a task holds, on the heap and outside of it, unless the fewest rows need more. */
    private static final long MOST_BYTES_PER_TASK = 64L << 20;

    /** The most bytes of rows that the tasks on all cores hold outside the heap, unless the fewest rows need more. */
    private static final long MOST_NATIVE_BYTES = 512L << 20;

    /** The fewest rows per pass, unless the batch size is smaller: products with fewer rows are slow. */
    private static final int FEWEST_ROWS = 32;

    private final Architecture architecture;
    private final Scaling scaling;
    private final float[] parameters;
    private final int batchSize;
    private final Arithmetic arithmetic;
    private transient Deque<Borrowed> idle;

    /**
     * A pass that a task uses.
     *
     * @param device the address of the GPU that holds its memory; empty for the processor
     */
    record Borrowed(ForwardPass pass, Optional<String> device) {}

    /**
     * Holds a model's parameters and its scaling; native memory is allocated only when a task borrows a pass.
     *
     * @param batchSize the most rows that one pass encodes, 1 or more
     */
    public ForwardPassPool(ModelDirectory model, int batchSize) {
        this(model, batchSize, Arithmetic.DEFAULT);
    }

    /**
     * Holds a model's parameters and its scaling for an arithmetic.
     *
     * @param batchSize the most rows that one pass encodes, 1 or more
     * @param arithmetic the library and the precision that encode
     */
    public ForwardPassPool(ModelDirectory model, int batchSize, Arithmetic arithmetic) {
        this.architecture = model.model().architecture();
        this.scaling = model.card().scaling();
        this.parameters = model.model().parameters();
        this.batchSize = batchSize;
        this.arithmetic = arithmetic;
    }

    Architecture architecture() {
        return architecture;
    }

    /** Returns how values of a row become inputs. */
    Scaling scaling() {
        return scaling;
    }

    /** Returns the number of rows of a pass, which is at most the batch size. */
    int rowsPerPass(ScoringOutputs outputs) {
        return rowsPerPass(outputs, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns the number of rows of a pass, so that the memory of a task and that of all tasks stay within their limits.
     *
     * @param cores number of tasks that run at the same time
     */
    int rowsPerPass(ScoringOutputs outputs, int cores) {
        long inputs = architecture.inputs();
        long heap = inputs + architecture.width(outputs.layer());
        long outside = inputs;
        for (int layer = 1; layer <= outputs.layer(); layer++) {
            outside += architecture.width(layer);
        }
        if (outputs.reconstruction() || outputs.error()) {
            heap += inputs;
            for (int layer = 0; layer < outputs.layer(); layer++) {
                outside += architecture.width(layer);
            }
        }
        long perTask = MOST_BYTES_PER_TASK / Float.BYTES / (heap + outside);
        long perCore = MOST_NATIVE_BYTES / Float.BYTES / cores / outside;
        return (int) Math.min(batchSize, Math.max(FEWEST_ROWS, Math.min(perTask, perCore)));
    }

    /** Returns a pass on the device of the current task. All tasks of a pool ask for the same outputs. */
    Borrowed borrow(ScoringOutputs outputs) {
        Optional<String> device = arithmetic.engine().usesGpu() ? TaskDevice.select(true) : Optional.empty();
        Borrowed pass = takeIdle(device);
        if (pass != null) {
            return pass;
        }
        StackModel model = new StackModel(architecture, parameters);
        ElementWise ops = arithmetic.open(device);
        return new Borrowed(new ForwardPass(model, rowsPerPass(outputs), ops), device);
    }

    private synchronized Borrowed takeIdle(Optional<String> device) {
        if (idle == null) {
            idle = new ArrayDeque<>();
        }
        for (Borrowed each : idle) {
            if (each.device().equals(device)) {
                idle.remove(each);
                return each;
            }
        }
        return null;
    }

    synchronized void giveBack(Borrowed pass) {
        idle.push(pass);
    }
}
