package io.jointae.train.options;

import io.jointae.train.plan.Scheme;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names under which options and stored files carry enum constants, for example {@code salt-and-pepper}. */
final class ConstantNames {

    private ConstantNames() {}

    static String of(Enum<?> constant) {
        return constant instanceof Scheme scheme
                ? scheme.cliName()
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a name in camel case, for example {@code learningRate} for {@code learning-rate}. */
    static String camelCase(String name) {
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }

    /** Returns the names of all constants, in the order of their declaration. */
    static List<String> all(Class<? extends Enum<?>> type) {
        return Stream.<Enum<?>>of(type.getEnumConstants())
                .map(ConstantNames::of)
                .toList();
    }

    /** Returns the constant of a name, in upper or lower case. */
    static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> of(constant).equalsIgnoreCase(name))
                .findFirst();
    }
}
