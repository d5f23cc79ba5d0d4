package io.jointae.torch;

import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * PyTorch's library on an NVIDIA GPU as {@link TorchCudaEngine} computes with it, except that the GPU rounds the factors
 * of matrix products to TF32.
 */
public final class TorchTf32Engine implements Engine {

    /** Creates the engine without loading the library. */
    public TorchTf32Engine() {}

    @Override
    public EngineKind kind() {
        return EngineKind.TORCH_CUDA_TF32;
    }

    @Override
    public List<ElementWise> open(DataType type, Optional<String> device, int replicas) {
        return TorchCudaEngine.open(kind(), type, device, replicas);
    }
}
