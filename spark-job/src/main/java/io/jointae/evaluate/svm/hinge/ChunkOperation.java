package io.jointae.evaluate.svm.hinge;

import java.io.Serializable;

/** A computation on one chunk of rows. */
@FunctionalInterface
interface ChunkOperation extends Serializable {

    /**
     * Adds the terms of a chunk.
     *
     * @param chunk the rows
     * @param directions {@code [width, problems]}, or null if the operation needs none
     * @param sums sums to add to
     */
    void addTo(HingeChunk chunk, float[] directions, HingeSums sums);
}
