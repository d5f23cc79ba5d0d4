package io.jointae.evaluate.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.stack.engine.Arithmetic;
import java.io.Serializable;
import java.util.Objects;

/**
 * A model as the tasks of an evaluation compute its codes and reconstructions.
 *
 * @param model the stack
 * @param arithmetic the library and the precision
 */
@DefaultSerializer(JavaSerializer.class)
public record TaskModel(StackModel model, Arithmetic arithmetic) implements Serializable {

    /** Checks that nothing is missing. */
    public TaskModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(arithmetic, "arithmetic");
    }

    /** Returns the number of inputs of the stack. */
    public int inputs() {
        return model.architecture().inputs();
    }

    /**
     * Returns a forward pass on the device of the current task, which is closed when the task ends.
     *
     * @param capacity largest number of rows per call, at least 1
     */
    public ForwardPass open(int capacity) {
        return new ForwardPass(model, capacity, TaskArithmetic.open(arithmetic));
    }
}
