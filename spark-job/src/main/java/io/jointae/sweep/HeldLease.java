package io.jointae.sweep;

import io.jointae.base.Lease;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Stops the training of a trial whose sweep has lost its lease, before the trial writes a checkpoint or a model. Another
 * sweep, such as a later attempt of the same application, then trains the same model in the same folder.
 *
 * @param lock the lease of the sweep on its results folder
 */
record HeldLease(Lease lock) implements RunListener {

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        try {
            lock.confirmRecently();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onPause(TrainingPlan plan, TrainingState state) {
        confirm();
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        confirm();
    }

    private void confirm() {
        try {
            lock.confirm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
