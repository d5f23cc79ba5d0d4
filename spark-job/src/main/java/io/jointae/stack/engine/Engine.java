package io.jointae.stack.engine;

import io.jointae.stack.compute.ElementWise;
import java.util.List;
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
     * Loads the library and returns its arithmetic on a device, for replicas of one shape that train together as {@link
     * io.jointae.stack.compute.Replica#train(java.util.List, java.util.List)} describes. They share memory, so that closing
     * one closes all.
     *
     * @param type {@code FLOAT}, or {@code DOUBLE} for checks of gradients
     * @param device the address of the GPU that Spark assigned, a number from 0; empty on the processor, and for the first
     *     GPU of a machine without an assignment
     * @param replicas the number of replicas, at least 1
     * @return the arithmetic of each replica
     * @throws io.jointae.base.InvalidInputException if the library or the device is missing; the message is one sentence
     */
    List<ElementWise> open(DataType type, Optional<String> device, int replicas);

    /** Loads the library and returns its arithmetic on a device, for a replica that trains alone. */
    default ElementWise open(DataType type, Optional<String> device) {
        return open(type, device, 1).get(0);
    }
}
