package io.jointae.data.columns;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the first line of a CSV file, which shows whether the file was divided into columns as its author meant. */
public final class CsvHeader {

    /** The usual texts between two columns. */
    private static final Pattern DELIMITER = Pattern.compile("[^,;\t|]+([,;\t|])[^,;\t|]+.*");

    private CsvHeader() {}

    /**
     * Refuses a line that has a usual delimiter, but was not divided.
     *
     * @param source where the line comes from, for messages
     * @param cells the cells of the line
     */
    public static void requireDelimiter(String source, List<String> cells) {
        if (cells.size() == 1
                && cells.get(0) != null
                && DELIMITER.matcher(cells.get(0)).matches()) {
            throw InvalidInputException.of(
                    "%s has one column in its first line, '%s': set %s to the text between two columns.",
                    source, cells.get(0), FieldName.of("delimiter"));
        }
    }

    /**
     * Refuses names of columns that are the same; as in Spark, upper and lower case do not matter.
     *
     * @param source where the names come from, for messages
     */
    public static void requireDifferent(String source, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name != null && !name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
                throw InvalidInputException.of(
                        "%s has the column %s twice, where upper and lower case do not matter: rename one of them.",
                        source, name);
            }
        }
    }
}
