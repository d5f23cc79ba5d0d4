package io.jointae.node;

import io.jointae.base.BadInput;

/** The one ND4J backend that the application jar carries; asking loads no native library. */
public enum Backend {
    CPU("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
    CUDA("org.nd4j.linalg.jcublas.JCublasBackend");

    private final String className;

    Backend(String className) {
        this.className = className;
    }

    /** The backend on the class path of this class. */
    public static Backend present() {
        return choose(CPU.isPresent(), CUDA.isPresent());
    }

    /** @throws BadInput if there are both, which break each other, or none */
    static Backend choose(boolean cpu, boolean cuda) {
        if (cpu == cuda) {
            throw new BadInput(
                    cpu
                            ? "both of ND4J's backends are on the class path: keep nd4j-native or nd4j-cuda out of it"
                            : "no ND4J backend on the class path: submit spark-job/target/jointae.jar as it was built");
        }
        return cpu ? CPU : CUDA;
    }

    private boolean isPresent() {
        ClassLoader loader = Backend.class.getClassLoader();
        return loader.getResource(className.replace('.', '/') + ".class") != null;
    }
}
