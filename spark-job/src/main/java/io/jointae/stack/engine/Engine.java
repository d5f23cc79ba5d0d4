package io.jointae.stack.engine;

import io.jointae.stack.compute.ElementWise;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A library that computes training steps and encodings. {@link Engines} finds the implementations on the class path as
 * services. An engine has no state and is thread-safe; what it opens is not.
 */
public interface Engine {

    /** Returns the kind of this engine. */
    EngineKind kind();

    /**
     * Loads the library and returns its arithmetic on a device.
     *
     * @param type {@code FLOAT}, or {@code DOUBLE} for checks of gradients
     * @param device the address of the GPU that Spark assigned, a number from 0; empty on the processor, and for the first
     *     GPU of a machine without an assignment
     * @throws io.jointae.base.InvalidInputException if the library or the device is missing; the message is one sentence
     */
    ElementWise open(DataType type, Optional<String> device);
}
