package io.jointae.stack.engine;

import java.util.Locale;

/** The library and the kind of processor that compute the training steps. */
public enum EngineKind {
    /** ND4J with oneDNN on the processor, which the application jar contains. */
    ND4J,
    /** PyTorch's library on the processor. It is slower than {@link #ND4J} there and runs the code of {@link #TORCH_CUDA}. */
    TORCH_CPU,
    /** PyTorch's library on an NVIDIA GPU, in full single precision. */
    TORCH_CUDA,
    /**
     * PyTorch's library on an NVIDIA GPU, where the factors of matrix products are rounded to TF32, which has 10 bits after
     * the binary point.
     */
    TORCH_CUDA_TF32;

    /** Returns whether the engine computes on a GPU, which Spark must assign to each task. */
    public boolean usesGpu() {
        return this == TORCH_CUDA || this == TORCH_CUDA_TF32;
    }

    /** Returns the name on the command line and in stored files, for example {@code torch-cpu}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
