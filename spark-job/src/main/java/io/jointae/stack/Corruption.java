package io.jointae.stack;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;

/**
 * The corruption process {@code q(x_c | x)} of a denoising auto-encoder (paper, eq. 2), applied to the
 * input of the layer that carries it. Values are not clipped.
 *
 * @param strength Gaussian: standard deviation, at least 0; masking: probability that a unit becomes 0;
 *     salt-and-pepper: probability that a unit becomes 0 or 1, equally likely
 */
public record Corruption(Kind kind, double strength) implements Serializable {

    /** The processes of Vincent et al. (2010), section 5. */
    public enum Kind {
        GAUSSIAN,
        MASKING,
        SALT_AND_PEPPER
    }

    /** {@code x_c = x}. */
    public static final Corruption NONE = new Corruption(Kind.GAUSSIAN, 0);

    public Corruption {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw InvalidInputException.of("noise %s: must be 0 or more", strength);
        }
        if (kind != Kind.GAUSSIAN && strength > 1) {
            throw InvalidInputException.of("noise %s: a %s probability, must be 1 or less", strength, kind);
        }
    }

    public static Corruption gaussian(double standardDeviation) {
        return new Corruption(Kind.GAUSSIAN, standardDeviation);
    }

    /** Whether anything changes at all. */
    public boolean present() {
        return strength > 0;
    }
}
