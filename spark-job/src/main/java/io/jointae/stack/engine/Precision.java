package io.jointae.stack.engine;

import io.jointae.linalg.ProductUnits;
import java.util.Locale;
import java.util.function.Supplier;

/** The precision of the factors of matrix products. Everything else is computed in single precision. */
public enum Precision {
    /** Single precision: 24 significant bits. */
    FLOAT,
    /**
     * Factors are rounded to bfloat16, which has 8 significant bits and the exponents of single precision, and products are
     * summed in single precision. The parameters, to which the steps add their changes, stay in single precision.
     */
    BFLOAT16,
    /** {@link #BFLOAT16} if the processor of the driver is faster with it, and {@link #FLOAT} otherwise. */
    AUTO;

    /** The description of the option in help texts. */
    public static final String HELP =
            "Selects the precision of the factors of matrix products. The precision bfloat16 needs"
                    + " a processor with AVX512_BF16 or AMX instructions; it is faster with AMX and on AMD's processors, and results"
                    + " differ slightly. The precision auto is bfloat16 if the processor of the driver is faster with it.";

    /**
     * Returns the precision that this one stands for: itself, unless it is {@link #AUTO}.
     *
     * @param units what the processor of the driver multiplies; asked only if the answer depends on it
     */
    public Precision resolved(Supplier<ProductUnits> units) {
        if (this != AUTO) {
            return this;
        }
        return units.get().bfloat16IsFaster() ? BFLOAT16 : FLOAT;
    }

    /** Returns the name on the command line and in stored files, for example {@code bfloat16}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
