package io.jointae.encode;

import io.jointae.stack.Architecture;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A model as it is broadcast, once an executor, and there the working memory of its tasks: a task borrows a
 * {@link ForwardPass} and the next task uses it again.
 */
public final class ForwardPassPool implements Serializable {

    private final Architecture architecture;
    private final float[] parameters;
    private final int batchSize;
    private transient Deque<ForwardPass> idle;

    /** @param batchSize rows of a pass */
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
