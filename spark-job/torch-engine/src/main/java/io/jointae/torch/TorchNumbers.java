package io.jointae.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Numbers that differ between replicas, such as learning rates, as tensors {@code [replicas, 1, 1]}. They hardly ever change,
 * so the device keeps those of the last steps.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchNumbers {

    private static final int KEPT = 64;

    private final TorchContext context;
    private final Map<List<Number>, Tensor> kept = new LinkedHashMap<>(KEPT, 0.75f, true);

    TorchNumbers(TorchContext context) {
        this.context = context;
    }

    /** Returns whether all replicas have the same number, which is then a {@link Scalar} and costs no launch. */
    static boolean areEqual(double[] numbers) {
        return Arrays.stream(numbers).allMatch(number -> number == numbers[0]);
    }

    /** Returns the numbers in the type of the context. They can be used until others have been asked for. */
    Tensor get(double[] numbers) {
        List<Number> key =
                Arrays.stream(numbers).<Number>mapToObj(Double::valueOf).toList();
        return kept(key, context.type(), into -> context.write(numbers, into));
    }

    /** Returns whole numbers as {@link #get(double[])} does. */
    Tensor get(long[] numbers) {
        List<Number> key =
                Arrays.stream(numbers).<Number>mapToObj(Long::valueOf).toList();
        return kept(key, ScalarType.Long, into -> context.write(numbers, into));
    }

    private Tensor kept(List<Number> key, ScalarType type, Consumer<Tensor> fill) {
        Tensor found = kept.get(key);
        if (found == null) {
            found = unused(type, key.size());
            fill.accept(found);
            kept.put(key, found);
        }
        return found;
    }

    /** Returns the tensor of the numbers that were used least recently if it fits, and a new one otherwise. */
    private Tensor unused(ScalarType type, int replicas) {
        if (kept.size() == KEPT) {
            Tensor oldest = kept.remove(kept.keySet().iterator().next());
            if (oldest.numel() == replicas && oldest.scalar_type() == type) {
                return oldest;
            }
            context.release(oldest);
        }
        return context.zeros(type, replicas, 1, 1);
    }

    /** Multiplies the tensors {@code [replicas, n, units]} by the number of each replica, in place. */
    void multiply(Tensor values, double[] numbers) {
        try (PointerScope scope = new PointerScope()) {
            context.ran(areEqual(numbers) ? values.mul_(new Scalar(numbers[0])) : values.mul_(get(numbers)));
        }
    }
}
