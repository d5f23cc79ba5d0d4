package io.jointae.cli.doctor;

import io.jointae.linalg.OneDnn;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loads the native libraries and lets them compute a product whose result is known. */
final class NativesProbe {

    private static final int SIZE = 8;

    private NativesProbe() {}

    /** Returns why the libraries of this process do not work, as the rest of a sentence; empty if they work. */
    static Optional<String> problem() {
        try {
            INDArray ones = Nd4j.ones(DataType.FLOAT, SIZE, SIZE);
            double sum = ones.mmul(ones).sumNumber().doubleValue();
            if (sum != SIZE * SIZE * SIZE) {
                return Optional.of(
                        "the product of two matrices of ones was " + sum + " in sum, not " + SIZE * SIZE * SIZE);
            }
            return OneDnn.isPresent() ? Optional.empty() : Optional.of("oneDNN is not packed for this platform");
        } catch (LinkageError | RuntimeException e) {
            return Optional.of(String.valueOf(lastCause(e).getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static Throwable lastCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
