package io.jointae.evaluate.data;

import io.jointae.runtime.TaskDevice;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Opens the arithmetic of an evaluation in its tasks. */
public final class TaskArithmetic {

    private TaskArithmetic() {}

    /** Returns an arithmetic on the device of the current task, which is closed when the task ends. */
    public static ElementWise open(Arithmetic arithmetic) {
        boolean usesGpu = arithmetic.engine().usesGpu();
        Optional<String> device = usesGpu ? TaskDevice.select(true) : Optional.empty();
        ElementWise ops = arithmetic.open(device);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) done -> ops.close());
        }
        return ops;
    }
}
