package io.jointae.torch;

import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Device;
import org.nd4j.linalg.api.buffer.DataType;

/** PyTorch's library on the processor. */
public final class TorchCpuEngine implements Engine {

    /** Creates the engine without loading the library. */
    public TorchCpuEngine() {}

    @Override
    public EngineKind kind() {
        return EngineKind.TORCH_CPU;
    }

    @Override
    public List<ElementWise> open(DataType type, Optional<String> device, int replicas) {
        TorchLibrary.loadForCpu();
        return TorchElementWise.group(new TorchContext(new Device("cpu"), type, false), replicas, false);
    }
}
