package io.jointae.train;

import io.jointae.base.BadInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The auto-encoders that the paper stacks; a kind says which strength of a layer counts. */
public enum Kind {
    /** Plain, with weight decay (Table IV). */
    AE,
    /** Denoising (eq. 2): {@code noise}. */
    DAE,
    /** Contractive (eq. 3): {@code contraction}. */
    CAE;

    /** As on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws BadInput naming the known ones */
    public static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> BadInput.of(
                        "kind %s: unknown; known are %s",
                        word, Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))));
    }
}
