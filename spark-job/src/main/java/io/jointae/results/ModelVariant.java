package io.jointae.results;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which of the paper's stacks a model is: what stands in the column headings of its tables.
 *
 * @param name as the paper writes it, such as {@code DAE-2J}
 * @param scheme of training: L, J, U, UJ, scheduled or summed
 * @param layers depth of the stack, at least 1
 * @param kind of its auto-encoders: ae, dae or cae, or several from the bottom up such as {@code dae+cae}
 */
public record ModelVariant(String name, String scheme, int layers, String kind) {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z]+");
    private static final Pattern KIND = Pattern.compile("[a-z]+(\\+[a-z]+)*");

    public ModelVariant {
        Objects.requireNonNull(name, "model");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(kind, "kind");
        if (layers < 1) {
            throw new IllegalArgumentException("layers " + layers + " is not positive");
        }
        if (!SCHEME.matcher(scheme).matches()) {
            throw new IllegalArgumentException("scheme '" + scheme + "' is not the name of a scheme, such as UJ");
        }
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind '" + kind + "' is not the name of a kind, such as dae or dae+cae");
        }
    }
}
