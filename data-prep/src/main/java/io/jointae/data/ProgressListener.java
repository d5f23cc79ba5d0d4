package io.jointae.data;

/** Receives messages about the progress of a long job. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Reports that a step begins.
     *
     * @param message one line, such as {@code rectangles: writing test}
     */
    void progress(String message);
}
