package io.jointae.train.listener;

/** A run that no longer learns: the message names the option to lower. */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingDivergedException(String message) {
        super(message);
    }
}
