package io.jointae.sweep.tracking;

import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.listener.RunListener;
import java.util.List;

/** Receives trials in addition to the store. None of its methods waits for a server or throws. */
public interface TrialTracking extends AutoCloseable {

    /** Records nothing. */
    TrialTracking NONE = new TrialTracking() {
        @Override
        public RunListener listener(Trial trial) {
            return new RunListener() {};
        }

        @Override
        public void onTrialEnd(Trial trial, List<StoredRow> rows) {}

        @Override
        public void close() {}
    };

    /** Returns a listener for one attempt to train a trial. */
    RunListener listener(Trial trial);

    /**
     * Called when a trial has ended.
     *
     * @param trial the trial
     * @param rows what was measured, or why the trial failed or was pruned; empty if nothing was to be measured
     */
    void onTrialEnd(Trial trial, List<StoredRow> rows);

    /** Waits a few seconds for what has not been sent yet. */
    @Override
    void close();
}
