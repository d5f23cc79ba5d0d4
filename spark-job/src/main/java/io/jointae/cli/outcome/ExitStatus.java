package io.jointae.cli.outcome;

/** The exit statuses of the program beside those of picocli, which are 0 for success and 1 for a failure. */
public final class ExitStatus {

    /** The exit status of a command whose options or input are invalid. */
    public static final int INVALID_INPUT = 2;

    /** The exit status of a command that finds all its output complete; 0 where a cluster manager runs the driver. */
    public static final int NOTHING_TO_DO = 3;

    private ExitStatus() {}
}
