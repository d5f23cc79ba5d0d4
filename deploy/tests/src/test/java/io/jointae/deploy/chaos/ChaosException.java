package io.jointae.deploy.chaos;

/** The end of a chaos run that found a defect: a result that differs, or a job that did not end as it should. */
final class ChaosException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ChaosException(String message) {
        super(message);
    }
}
