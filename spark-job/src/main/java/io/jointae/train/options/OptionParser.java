package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Converts the texts of options to typed values.
 *
 * <p>Every method throws {@link InvalidInputException} if the option is missing or its text is not an allowed value.
 */
final class OptionParser {

    private final Map<TrainingOption, String> texts = new EnumMap<>(TrainingOption.class);

    /**
     * @param texts by {@link TrainingOption#cliName} or an alias; other keys are ignored
     * @throws InvalidInputException if an option is given under two names
     */
    OptionParser(Map<String, String> texts) {
        texts.forEach((name, text) -> TrainingOption.find(name).ifPresent(option -> {
            if (text != null && this.texts.put(option, text) != null) {
                throw InvalidInputException.ofField(
                        option.cliName(),
                        "is given twice, the second time under its old name %s: give it once.",
                        String.join(", ", option.aliases()));
            }
        }));
    }

    Optional<String> find(TrainingOption option) {
        return Optional.ofNullable(texts.get(option));
    }

    String text(TrainingOption option) {
        return find(option)
                .orElseThrow(() -> InvalidInputException.ofField(
                        option.cliName(), "is missing: it must be %s.", option.allowedValues()));
    }

    int integer(TrainingOption option) {
        return toInteger(option, text(option));
    }

    long longInteger(TrainingOption option) {
        return toNumber(option, text(option), Long::valueOf);
    }

    double number(TrainingOption option) {
        return toNumber(option, text(option));
    }

    /** Returns the number, or a default if the option is not given. */
    double number(TrainingOption option, double defaultValue) {
        return find(option).isPresent() ? number(option) : defaultValue;
    }

    boolean isTrue(TrainingOption option) {
        String text = text(option);
        if (!option.choices().contains(text)) {
            throw option.invalid(text);
        }
        return Boolean.parseBoolean(text);
    }

    <E extends Enum<E>> E constant(TrainingOption option, Class<E> type) {
        return toConstant(option, text(option), type);
    }

    List<Integer> integers(TrainingOption option, int layers) {
        return perLayer(option, layers, text -> toInteger(option, text));
    }

    List<Double> numbers(TrainingOption option, int layers) {
        return perLayer(option, layers, text -> toNumber(option, text));
    }

    <E extends Enum<E>> List<E> constants(TrainingOption option, int layers, Class<E> type) {
        return perLayer(option, layers, text -> toConstant(option, text, type));
    }

    /** Splits a text at its commas, and repeats a single value for every layer. */
    private <T> List<T> perLayer(TrainingOption option, int layers, Function<String, T> conversion) {
        List<T> values = Stream.of(text(option).split(",", -1))
                .map(String::strip)
                .map(conversion)
                .toList();
        if (values.size() != 1 && values.size() != layers) {
            throw InvalidInputException.ofField(
                    option.cliName(),
                    "has %s for %s: give one value, or one value per layer.",
                    Count.of(values.size(), "value"),
                    Count.of(layers, "layer"));
        }
        return values.size() == layers ? values : Collections.nCopies(layers, values.get(0));
    }

    private static int toInteger(TrainingOption option, String text) {
        return toNumber(option, text, Integer::valueOf);
    }

    private static double toNumber(TrainingOption option, String text) {
        return toNumber(option, text, Double::valueOf);
    }

    private static <N extends Number> N toNumber(TrainingOption option, String text, Function<String, N> conversion) {
        N number;
        try {
            number = conversion.apply(text);
        } catch (NumberFormatException e) {
            throw option.invalid(text).causedBy(e);
        }
        option.require(number.doubleValue(), text);
        return number;
    }

    private static <E extends Enum<E>> E toConstant(TrainingOption option, String text, Class<E> type) {
        return ConstantNames.find(type, text).orElseThrow(() -> option.invalid(text));
    }
}
