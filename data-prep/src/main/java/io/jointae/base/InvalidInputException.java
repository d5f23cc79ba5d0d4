package io.jointae.base;

import io.jointae.base.text.PrintableText;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An input that the user can correct: an option, a file or a row. The message is one line that names what is wrong,
 * where it is, and what to do about it. The command line prints the message without a stack trace and exits with
 * status 2. PySpark shows the message as its own {@code IllegalArgumentException}.
 *
 * <p>Messages name fields, never command-line flags. A field that is passed as a {@link FieldName}, or to
 * {@link #ofField}, is shown by each user interface in its own spelling:
 *
 * <pre>{@code
 * throw InvalidInputException.ofField("learning-rate", "%s is not positive: choose a value greater than 0.", rate);
 * // getMessage():        learning-rate -0.1 is not positive: choose a value greater than 0.
 * // the command line: --learning-rate -0.1 is not positive: choose a value greater than 0.
 *
 * throw InvalidInputException.of(
 *         "%s exists: choose another path or set %s.", path, FieldName.of("overwrite"));
 * // getMessage():     out/rectangles exists: choose another path or set overwrite.
 * // the command line: out/rectangles exists: choose another path or set --overwrite.
 * }</pre>
 */
public final class InvalidInputException extends IllegalArgumentException {

    private static final Pattern MARKED_FIELD =
            Pattern.compile(FieldName.MARK + "([^" + FieldName.MARK + "]*)" + FieldName.MARK);

    /** The message with every {@link FieldName} between marks; a string, so that it travels between processes. */
    private final String markedMessage;

    /**
     * Creates an exception with a message that names no field.
     *
     * @param message one line that says what is wrong, where it is, and how to correct it
     */
    public InvalidInputException(String message) {
        this(message, null);
    }

    /**
     * Creates an exception with a message that names no field.
     *
     * @param message one line that says what is wrong, where it is, and how to correct it
     * @param cause the exception that revealed the invalid input, for stack traces; may be null
     */
    public InvalidInputException(String message, Throwable cause) {
        super(render(oneLine(message), UnaryOperator.identity()), cause);
        markedMessage = oneLine(message);
    }

    /**
     * Returns an exception with a formatted message.
     *
     * @param format as for {@link String#format}
     * @param values the values of the format; those that are a {@link FieldName} are shown as fields
     */
    public static InvalidInputException of(String format, Object... values) {
        return new InvalidInputException(format(format, values));
    }

    /**
     * Returns an exception about the value of a field. The message is the field's name, a space and the predicate.
     *
     * @param field the field's name, such as {@code learning-rate}
     * @param predicate the rest of the sentence, as for {@link String#format}; it usually begins with the value, such
     *     as {@code "%s is not positive: choose a value greater than 0."}
     * @param values the values of the predicate; those that are a {@link FieldName} are shown as fields
     */
    public static InvalidInputException ofField(String field, String predicate, Object... values) {
        return new InvalidInputException(FieldName.of(field).marked() + " " + format(predicate, values));
    }

    /**
     * Returns a copy of this exception with a cause, such as the exception of a parser.
     *
     * @param cause the exception that revealed the invalid input
     */
    public InvalidInputException causedBy(Throwable cause) {
        return new InvalidInputException(markedMessage, cause);
    }

    /** Returns the name of the first field in the message, if the message names one. */
    public Optional<String> field() {
        Matcher matcher = MARKED_FIELD.matcher(markedMessage);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Returns the message with every field in the spelling of a user interface.
     *
     * @param spelling maps the name of a field to what the interface calls it
     */
    public String message(UnaryOperator<String> spelling) {
        return render(markedMessage, spelling);
    }

    private static String format(String format, Object... values) {
        Object[] shown = Arrays.stream(values)
                .map(value -> value instanceof FieldName field ? field.marked() : value)
                .toArray();
        return String.format(format, shown);
    }

    private static String render(String marked, UnaryOperator<String> spelling) {
        return MARKED_FIELD
                .matcher(marked)
                .replaceAll((MatchResult match) -> Matcher.quoteReplacement(spelling.apply(match.group(1))));
    }

    private static String oneLine(String message) {
        return PrintableText.of(message.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
