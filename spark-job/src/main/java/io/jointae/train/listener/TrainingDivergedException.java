package io.jointae.train.listener;

/** Reports a run whose training cost explodes. The message names the run, the epoch, the cost and the learning rate. */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    TrainingDivergedException(String run, String reason) {
        super(run + " diverged " + reason);
        this.reason = reason;
    }

    /**
     * Returns the message without the name of the run, such as {@code in epoch 3 of phase 1: its cost is NaN. Lower the
     * learning rate, which is 0.5.}
     */
    public String reason() {
        return reason;
    }
}
