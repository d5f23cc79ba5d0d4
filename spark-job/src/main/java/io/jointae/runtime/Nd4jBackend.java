package io.jointae.runtime;

import io.jointae.base.InvalidInputException;

/** The ND4J backend in the application jar, which computes on the processor. This class loads no native library. */
final class Nd4jBackend {

    /** The class that a backend for the processor has. */
    private static final String PROCESSOR = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

    /** The class that every backend for CUDA has. It is not used: GPUs have an engine of their own. */
    private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";

    private Nd4jBackend() {}

    /**
     * Checks the backends on the class path.
     *
     * @throws InvalidInputException if the backend for the processor is missing, or if there is another one, because two
     *     backends interfere with each other
     */
    static void refuseWrong() {
        refuseWrong(isPresent(PROCESSOR), isPresent(CUDA));
    }

    /** Refuses a class path without the backend for the processor, or with the one for CUDA. */
    static void refuseWrong(boolean processor, boolean cuda) {
        if (!processor) {
            throw new InvalidInputException(
                    "There is no ND4J backend on the class path: submit the unmodified spark-job/target/jointae.jar.");
        }
        if (cuda) {
            throw new InvalidInputException(
                    "A jar on the class path contains ND4J's CUDA backend, which interferes with the one in jointae.jar:"
                            + " remove nd4j-cuda from the jars of the application.");
        }
    }

    private static boolean isPresent(String className) {
        ClassLoader loader = Nd4jBackend.class.getClassLoader();
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }
}
