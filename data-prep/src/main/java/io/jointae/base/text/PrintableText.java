package io.jointae.base.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that contain names and values from files of somebody else, as a terminal may show them. */
public final class PrintableText {

    /** Characters that move the cursor of a terminal, or change the order in which it shows a text. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]|[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private PrintableText() {}

    /** Returns a text whose control characters, except for tabs and line ends, are shown as escapes such as \\u001b. */
    public static String of(String text) {
        return CONTROL.matcher(text).replaceAll(match -> {
            int character = match.group().charAt(0);
            return Matcher.quoteReplacement(String.format("\\u%04x", character));
        });
    }
}
