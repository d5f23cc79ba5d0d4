package io.jointae.export;

import io.jointae.base.InvalidInputException;
import java.util.Locale;

/** The part of a model that is exported. The name of the constant in lower case is the name of the file. */
public enum ExportPart {
    /** From an input to the code of a layer. */
    ENCODER,
    /** From the code of a layer to a reconstruction of the input. */
    DECODER,
    /** From an input to the code of a layer and to the reconstruction of the input. */
    AUTOENCODER,
    /** From an input to the probabilities of the classes, by a network that was fine-tuned. */
    CLASSIFIER;

    /**
     * Returns the part with a name.
     *
     * @throws InvalidInputException if there is none
     */
    public static ExportPart of(String name) {
        for (ExportPart part : values()) {
            if (part.id().equalsIgnoreCase(name)) {
                return part;
            }
        }
        throw InvalidInputException.ofField(
                "part", "%s is invalid: it must be encoder, decoder, autoencoder or classifier.", name);
    }

    /** Returns the name that {@link #of} accepts, which is also the name of the file without its extension. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
