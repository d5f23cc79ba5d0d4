package io.jointae.base;

/**
 * The name of an input field inside the message of an {@link InvalidInputException}. Libraries name a field as their
 * own API does; a user interface may show it in its own spelling, as the command line shows {@code overwrite} as
 * {@code --overwrite}.
 *
 * @param name a parameter in camel case ({@code rowsPerFile}) or an option without dashes ({@code learning-rate})
 */
public record FieldName(String name) {

    /** Encloses a name inside {@link InvalidInputException}; it cannot occur in a message. */
    static final char MARK = '\uFFFF';

    /** Returns the name of a field, as an argument of {@link InvalidInputException#of}. */
    public static FieldName of(String name) {
        return new FieldName(name);
    }

    /** Returns the plain name. */
    @Override
    public String toString() {
        return name;
    }

    String marked() {
        return MARK + name + MARK;
    }
}
