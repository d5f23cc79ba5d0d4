package io.jointae.data;

/** Who wants to know, in words, what a long job is doing. */
@FunctionalInterface
public interface ProgressListener {

    /** @param line such as {@code rectangles: writing test} */
    void say(String line);
}
