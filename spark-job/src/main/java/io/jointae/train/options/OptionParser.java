package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Options of training as words, read as what they should be. Each method throws {@link InvalidInputException} naming the option
 * where its word is something else, and {@link NullPointerException} naming it where it is missing.
 *
 * @param map by {@link TrainingOption#text}
 */
record OptionParser(SortedMap<String, String> map) {

    boolean has(TrainingOption option) {
        return map.get(option.cliName()) != null;
    }

    String word(TrainingOption option) {
        return Objects.requireNonNull(map.get(option.cliName()), option.cliName());
    }

    int whole(TrainingOption option) {
        return whole(option, word(option));
    }

    List<Integer> wholes(TrainingOption option) {
        return each(option, word -> whole(option, word));
    }

    long seed(TrainingOption option) {
        return parsed(option, word(option), "a whole number", Long::valueOf);
    }

    double number(TrainingOption option) {
        return number(option, word(option));
    }

    List<Double> numbers(TrainingOption option) {
        return each(option, word -> number(option, word));
    }

    boolean isOn(TrainingOption option) {
        String word = word(option);
        if (!word.equals("true") && !word.equals("false")) {
            throw InvalidInputException.of("%s %s: neither true nor false", option.cliName(), word);
        }
        return word.equals("true");
    }

    <E extends Enum<E>> E constant(TrainingOption option, Class<E> type) {
        return constant(option, word(option), type);
    }

    <E extends Enum<E>> List<E> constants(TrainingOption option, Class<E> type) {
        return each(option, word -> constant(option, word, type));
    }

    /** A word for all layers, or one a layer with commas between. */
    <T> List<T> each(TrainingOption option, Function<String, T> reading) {
        List<T> values = new ArrayList<>();
        for (String word : word(option).split(",", -1)) {
            values.add(reading.apply(word.strip()));
        }
        return values;
    }

    private static int whole(TrainingOption option, String word) {
        return parsed(option, word, "a whole number", Integer::valueOf);
    }

    private static double number(TrainingOption option, String word) {
        return parsed(option, word, "a number", Double::valueOf);
    }

    private static <T> T parsed(TrainingOption option, String word, String what, Function<String, T> reading) {
        try {
            return reading.apply(word);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(option.cliName() + " " + word + ": not " + what, e);
        }
    }

    private static <E extends Enum<E>> E constant(TrainingOption option, String word, Class<E> type) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (TrainingOptions.word(constant).equalsIgnoreCase(word)) {
                return constant;
            }
            known.add(TrainingOptions.word(constant));
        }
        throw InvalidInputException.of(
                "%s %s: unknown; known are %s", option.cliName(), word, String.join(", ", known));
    }
}
