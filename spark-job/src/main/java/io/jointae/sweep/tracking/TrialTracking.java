package io.jointae.sweep.tracking;

import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.listener.RunListener;
import java.util.List;

/** Where trials are told of beside the store. None of its methods waits for anything or throws. */
public interface TrialTracking extends AutoCloseable {

    /** Nowhere. */
    TrialTracking NONE = new TrialTracking() {
        @Override
        public RunListener listener(Trial trial) {
            return new RunListener() {};
        }

        @Override
        public void ends(Trial trial, List<StoredRow> rows) {}

        @Override
        public void close() {}
    };

    /** For one attempt at the training of a trial. */
    RunListener listener(Trial trial);

    /** A trial is over: what was measured, or why it failed or was pruned. */
    void ends(Trial trial, List<StoredRow> rows);

    /** Gives what is under way a few seconds. */
    @Override
    void close();
}
