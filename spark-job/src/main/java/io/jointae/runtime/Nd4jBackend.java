package io.jointae.runtime;

import io.jointae.base.InvalidInputException;

/** The ND4J backend in the application jar. This class loads no native library. */
public enum Nd4jBackend {
    /** Computes on the processor. */
    CPU("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
    /** Computes on an NVIDIA GPU. */
    CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

    private final String className;

    Nd4jBackend(String className) {
        this.className = className;
    }

    /**
     * Returns the backend on the class path.
     *
     * @throws InvalidInputException if there are two backends, which interfere with each other, or none
     */
    public static Nd4jBackend present() {
        return choose(CPU.isPresent(), CUDA.isPresent());
    }

    /** Returns the backend that is present, and refuses two backends or none. */
    static Nd4jBackend choose(boolean cpu, boolean cuda) {
        if (cpu == cuda) {
            throw new InvalidInputException(
                    cpu
                            ? "Both ND4J backends are on the class path: remove nd4j-native or nd4j-cuda from it."
                            : "There is no ND4J backend on the class path: submit the unmodified spark-job/target/jointae.jar.");
        }
        return cpu ? CPU : CUDA;
    }

    private boolean isPresent() {
        ClassLoader loader = Nd4jBackend.class.getClassLoader();
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }
}
