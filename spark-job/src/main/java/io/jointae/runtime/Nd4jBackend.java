package io.jointae.runtime;

import io.jointae.base.InvalidInputException;

/** The one ND4J backend that the application jar carries; asking loads no native library. */
public enum Nd4jBackend {
    CPU("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
    CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

    private final String className;

    Nd4jBackend(String className) {
        this.className = className;
    }

    /** The backend on the class path of this class. */
    public static Nd4jBackend present() {
        return choose(CPU.isPresent(), CUDA.isPresent());
    }

    /** @throws InvalidInputException if there are both, which break each other, or none */
    static Nd4jBackend choose(boolean cpu, boolean cuda) {
        if (cpu == cuda) {
            throw new InvalidInputException(
                    cpu
                            ? "both of ND4J's backends are on the class path: keep nd4j-native or nd4j-cuda out of it"
                            : "no ND4J backend on the class path: submit spark-job/target/jointae.jar as it was built");
        }
        return cpu ? CPU : CUDA;
    }

    private boolean isPresent() {
        ClassLoader loader = Nd4jBackend.class.getClassLoader();
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }
}
