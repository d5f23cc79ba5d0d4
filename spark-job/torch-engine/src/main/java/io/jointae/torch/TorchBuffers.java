package io.jointae.torch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Working memory on the device that grows when a larger tensor is needed and is otherwise used again. */
final class TorchBuffers {

    private final TorchContext context;
    private final Map<String, Tensor> flat = new HashMap<>();

    TorchBuffers(TorchContext context) {
        this.context = context;
    }

    /**
     * Returns a tensor of a shape with undefined content. The caller opens a {@code PointerScope} and uses one tensor of each
     * name at a time.
     */
    Tensor get(String name, ScalarType type, long... shape) {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        Tensor buffer = flat.get(name);
        if (buffer == null || buffer.numel() < length) {
            if (buffer != null) {
                context.release(buffer);
            }
            buffer = context.zeros(type, length);
            flat.put(name, buffer);
        }
        return buffer.narrow(0, 0, length).view(shape);
    }

    /** Returns a tensor as {@link #get} does, of the context's type and the shape of a tensor of three dimensions. */
    Tensor like(String name, Tensor other) {
        return get(name, context.type(), other.size(0), other.size(1), other.size(2));
    }
}
