package io.jointae.deploy.manifests;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validates cron expressions by the rules of the operator's library, the standard parser of robfig/cron. */
final class Cron {

    private record Field(String name, int low, int high, List<String> names) {}

    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of month", 1, 31, List.of()),
            new Field(
                    "month",
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Field("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private static final Set<String> DESCRIPTORS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    private static final Pattern EVERY = Pattern.compile("@every ([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\*|\\?|[a-z0-9]+)(?:-([a-z0-9]+))?(?:/([0-9]+))?");

    private Cron() {}

    /** Returns the error in an expression, or empty if the expression is valid. */
    static Optional<String> error(String expression) {
        if (expression.startsWith("@")) {
            boolean known = DESCRIPTORS.contains(expression)
                    || EVERY.matcher(expression).matches();
            return known ? Optional.empty() : Optional.of("'" + expression + "' is not a known descriptor.");
        }
        String[] parts = expression.trim().split("\\s+");
        if (parts.length != FIELDS.size()) {
            return Optional.of(
                    "'" + expression + "' has " + parts.length + " fields instead of " + FIELDS.size() + ".");
        }
        for (int i = 0; i < parts.length; i++) {
            for (String part : parts[i].toLowerCase(Locale.ROOT).split(",", -1)) {
                if (!isValid(part, FIELDS.get(i))) {
                    return Optional.of(
                            "'" + part + "' is not a valid " + FIELDS.get(i).name() + ".");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isValid(String part, Field field) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches() || (matcher.group(3) != null && Integer.parseInt(matcher.group(3)) == 0)) {
            return false;
        }
        if (matcher.group(1).equals("*") || matcher.group(1).equals("?")) {
            return matcher.group(2) == null;
        }
        int from = number(matcher.group(1), field);
        int to = matcher.group(2) == null ? from : number(matcher.group(2), field);
        return from >= field.low && to <= field.high && from <= to;
    }

    /** Returns the number that a name or digits stand for, or a number outside every range. */
    private static int number(String text, Field field) {
        int named = field.names.indexOf(text);
        if (named >= 0) {
            return named + field.low;
        }
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
    }
}
