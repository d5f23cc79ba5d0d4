package io.jointae.train.options;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The auto-encoders that the paper stacks; a kind says which strength of a layer counts. */
public enum AutoEncoderKind {
    /** Plain, with weight decay (Table IV). */
    AE,
    /** Denoising (eq. 2): {@code noise}. */
    DAE,
    /** Contractive (eq. 3): {@code contraction}. */
    CAE;

    /** As on the command line. */
    public String cliName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException naming the known ones */
    public static AutoEncoderKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.cliName().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        "kind %s: unknown; known are %s",
                        word,
                        Arrays.stream(values()).map(AutoEncoderKind::cliName).collect(Collectors.joining(", "))));
    }
}
