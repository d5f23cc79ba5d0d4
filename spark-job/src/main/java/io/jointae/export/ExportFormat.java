package io.jointae.export;

import io.jointae.base.InvalidInputException;
import java.util.Locale;

/** The format of an exported network. The name of the constant in lower case is the extension of the file. */
public enum ExportFormat {
    /** The computation with its parameters, for ONNX Runtime and other runtimes. */
    ONNX,
    /** The parameters by name and shape, without the computation, for PyTorch, NumPy and other libraries. */
    SAFETENSORS;

    /**
     * Returns the format with a name.
     *
     * @throws InvalidInputException if there is none
     */
    public static ExportFormat of(String name) {
        for (ExportFormat format : values()) {
            if (format.id().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw InvalidInputException.ofField("format", "%s is invalid: it must be onnx or safetensors.", name);
    }

    /** Returns the name that {@link #of} accepts, which is also the extension of the file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
