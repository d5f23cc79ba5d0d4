package io.jointae.base;

/**
 * A mistake of the user's, not ours: a wrong option, file or row. The message is one line that names it
 * and the mend; the command line prints it alone, without a stack trace, and exits with status 2.
 */
public final class InvalidInputException extends RuntimeException {

    /** @param message one line: what is wrong, where, and how to mend it */
    public InvalidInputException(String message) {
        super(oneLine(message));
    }

    /** @param cause what gave the mistake away; kept for {@code --debug}, never printed otherwise */
    public InvalidInputException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** As {@link String#format}, for messages that name values. */
    public static InvalidInputException of(String format, Object... values) {
        return new InvalidInputException(String.format(format, values));
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
