package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.Architecture;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A model that is broadcast once per executor, with the working memory of the tasks on that executor.
 *
 * <p>A task borrows a {@link ForwardPass} and gives it back when it ends, so that the next task reuses its native
 * memory. All methods are thread-safe.
 */
@DefaultSerializer(JavaSerializer.class)
public final class ForwardPassPool implements Serializable {

    /** The usual number of rows per pass: enough for matrix products at full speed, and small next to any heap. */
    public static final int DEFAULT_BATCH_SIZE = 2048;

    private final Architecture architecture;
    private final float[] parameters;
    private final int batchSize;
    private transient Deque<ForwardPass> idle;

    /**
     * Holds a model's parameters; native memory is allocated only when a task borrows a pass.
     *
     * @param batchSize the most rows that one pass encodes, 1 or more
     */
    public ForwardPassPool(StackModel model, int batchSize) {
        this.architecture = model.architecture();
        this.parameters = model.parameters();
        this.batchSize = batchSize;
    }

    Architecture architecture() {
        return architecture;
    }

    int batchSize() {
        return batchSize;
    }

    synchronized ForwardPass borrow() {
        ForwardPass pass = idle == null ? null : idle.poll();
        return pass != null ? pass : new ForwardPass(new StackModel(architecture, parameters), batchSize);
    }

    synchronized void giveBack(ForwardPass pass) {
        if (idle == null) {
            idle = new ArrayDeque<>();
        }
        idle.push(pass);
    }
}
