package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * The corruption process {@code q(x_c | x)} of a denoising auto-encoder (paper, eq. 2): the noise that training adds
 * to the input of a layer. Corrupted values are not clipped.
 *
 * @param kind the process
 * @param strength the standard deviation of Gaussian noise, at least 0; for masking the probability that a unit
 *     becomes 0; for salt-and-pepper the probability that a unit becomes 0 or 1, which are equally likely
 */
@DefaultSerializer(JavaSerializer.class)
public record Corruption(Kind kind, double strength) implements Serializable {

    /** The corruption processes of Vincent et al. (2010), section 5. */
    public enum Kind {
        /** Adds a normal random number to every unit. */
        GAUSSIAN,
        /** Sets a random subset of the units to 0. */
        MASKING,
        /** Sets a random subset of the units to 0 or 1. */
        SALT_AND_PEPPER
    }

    /** No corruption: {@code x_c = x}. */
    public static final Corruption NONE = new Corruption(Kind.GAUSSIAN, 0);

    public Corruption {
        Objects.requireNonNull(kind, "kind");
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw InvalidInputException.ofField(
                    "noise", "%s is invalid: it must be a finite number of at least 0.", strength);
        }
        if (kind != Kind.GAUSSIAN && strength > 1) {
            throw InvalidInputException.ofField(
                    "noise",
                    "%s is invalid: for %s corruption it is a probability and must be at most 1.",
                    strength,
                    kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** Returns Gaussian noise with mean 0. */
    public static Corruption gaussian(double standardDeviation) {
        return new Corruption(Kind.GAUSSIAN, standardDeviation);
    }

    /** Returns whether this process changes its input at all. */
    public boolean present() {
        return strength > 0;
    }
}
