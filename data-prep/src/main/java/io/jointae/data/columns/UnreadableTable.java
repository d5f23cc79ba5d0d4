package io.jointae.data.columns;

import io.jointae.base.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a sentence why Spark cannot open the files of a table. */
public final class UnreadableTable {

    private static final Pattern TWICE =
            Pattern.compile("\\[COLUMN_ALREADY_EXISTS\\] The column `?(.+?)`? already exists");
    private static final Pattern FOOTER = Pattern.compile("\\[CANNOT_READ_FILE_FOOTER\\].* for file: (\\S+?)[.]? ");
    private static final String NO_SCHEMA = "[UNABLE_TO_INFER_SCHEMA]";

    private UnreadableTable() {}

    /**
     * Returns the invalid input.
     *
     * @param source where the table comes from
     * @param format the name of the format
     * @param failure what Spark threw when it opened the files
     */
    public static InvalidInputException of(String source, String format, Exception failure) {
        return new InvalidInputException(sentence(source, format, firstLine(failure)), failure);
    }

    private static String sentence(String source, String format, String reason) {
        Matcher twice = TWICE.matcher(reason);
        if (twice.find()) {
            return "%s has the column %s twice, where upper and lower case do not matter: rename one of them."
                    .formatted(source, twice.group(1));
        }
        Matcher footer = FOOTER.matcher(reason + " ");
        if (footer.find()) {
            return "%s is damaged or is no file of the format %s: copy it again, or write it again."
                    .formatted(footer.group(1), format);
        }
        if (reason.startsWith(NO_SCHEMA)) {
            return "%s has no file of the format %s that has columns: give files that are not empty."
                    .formatted(source, format);
        }
        return "%s cannot be read as %s: %s. Give files of this format.".formatted(source, format, reason);
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("[.\\s]+$", "");
    }
}
