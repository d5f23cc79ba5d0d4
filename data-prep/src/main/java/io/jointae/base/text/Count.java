package io.jointae.base.text;

import java.util.Locale;

/** A number with the noun that it counts, in the singular if the number is one: "1 value", "2 values", "1,000 values". */
public final class Count {

    private Count() {}

    /**
     * Returns a number of things, with commas between thousands.
     *
     * @param noun the noun in the singular
     */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /**
     * Returns a number of things whose plural is not regular.
     *
     * @param singular the noun for one
     * @param plural the noun for any other number
     */
    public static String of(long number, String singular, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? singular : plural);
    }
}
