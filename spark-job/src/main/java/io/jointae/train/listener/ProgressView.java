package io.jointae.train.listener;

/** Shows the progress of one or more training runs. Runs that train at the same time may call it from several threads. */
public interface ProgressView {

    /** Shows a line that stays. */
    void line(String text);

    /** Shows how far a run is; it replaces what was shown of the run before, or follows it. */
    void progress(RunProgress progress);

    /** Ends what is shown of a run, which has finished, paused or failed. */
    default void ended(String run) {}
}
