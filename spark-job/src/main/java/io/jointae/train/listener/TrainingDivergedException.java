package io.jointae.train.listener;

/** Reports a run whose training cost explodes. The message names the run, the epoch, the cost and the learning rate. */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingDivergedException(String message) {
        super(message);
    }
}
