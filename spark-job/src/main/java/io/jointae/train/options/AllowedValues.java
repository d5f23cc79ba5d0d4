package io.jointae.train.options;

import java.util.List;
import java.util.function.DoublePredicate;

/**
 * The values that a {@link TrainingOption} allows.
 *
 * @param description completes the sentence "It must be ...", for example {@code a number greater than 0}
 * @param choices the allowed names; empty for options that take numbers
 * @param range accepts the allowed numbers; accepts every number for options that take names
 */
record AllowedValues(String description, List<String> choices, DoublePredicate range) {

    /** Allows one of at least two names. */
    static AllowedValues oneOf(List<String> names) {
        int last = names.size() - 1;
        String description = String.join(", ", names.subList(0, last)) + " or " + names.get(last);
        return new AllowedValues(description, List.copyOf(names), number -> true);
    }

    static AllowedValues trueOrFalse() {
        return oneOf(List.of("true", "false"));
    }

    static AllowedValues anyInteger() {
        return new AllowedValues("a whole number", List.of(), number -> true);
    }

    static AllowedValues integerFrom(int minimum) {
        return new AllowedValues("a whole number of " + minimum + " or more", List.of(), number -> number >= minimum);
    }

    static AllowedValues positiveNumber() {
        return new AllowedValues("a number greater than 0", List.of(), number -> number > 0 && Double.isFinite(number));
    }

    static AllowedValues numberFromZeroToBelowOne() {
        return new AllowedValues(
                "a number of at least 0 and less than 1", List.of(), number -> number >= 0 && number < 1);
    }

    static AllowedValues nonNegativeNumber() {
        return new AllowedValues("a number of 0 or more", List.of(), number -> number >= 0 && Double.isFinite(number));
    }
}
