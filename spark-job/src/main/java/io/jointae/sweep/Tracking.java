package io.jointae.sweep;

import io.jointae.results.StoredRow;
import io.jointae.train.RunListener;
import java.util.List;

/** Where trials are told of beside the store. None of its methods waits for anything or throws. */
interface Tracking extends AutoCloseable {

    /** Nowhere. */
    Tracking NONE = new Tracking() {
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
