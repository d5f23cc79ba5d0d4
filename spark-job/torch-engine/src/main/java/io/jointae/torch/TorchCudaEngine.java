package io.jointae.torch;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * PyTorch's library on an NVIDIA GPU. It computes in full single precision: the rounding of factors to TF32 is off. An
 * executor without a GPU is refused, and never computes on its processor instead.
 */
public final class TorchCudaEngine implements Engine {

    /** Creates the engine without loading the library. */
    public TorchCudaEngine() {}

    @Override
    public EngineKind kind() {
        return EngineKind.TORCH_CUDA;
    }

    @Override
    public List<ElementWise> open(DataType type, Optional<String> device, int replicas) {
        return open(kind(), type, device, replicas);
    }

    /** Opens the arithmetic of one of the two engines on a GPU. */
    static List<ElementWise> open(EngineKind kind, DataType type, Optional<String> device, int replicas) {
        String address = device.orElse("0");
        if (!address.matches("\\d{1,3}")) {
            throw InvalidInputException.of(
                    "GPU address '%s' is not a device number: use deploy/gpu-discovery.sh as the discovery script.",
                    address);
        }
        TorchLibrary.loadForCuda(kind);
        Device gpu = new Device("cuda:" + address);
        return TorchElementWise.group(new TorchContext(gpu, type, kind == EngineKind.TORCH_CUDA_TF32), replicas, true);
    }
}
