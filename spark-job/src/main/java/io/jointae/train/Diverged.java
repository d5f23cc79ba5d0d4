package io.jointae.train;

/** A run that no longer learns: the message names the option to lower. */
public final class Diverged extends RuntimeException {

    private static final long serialVersionUID = 1;

    Diverged(String message) {
        super(message);
    }
}
