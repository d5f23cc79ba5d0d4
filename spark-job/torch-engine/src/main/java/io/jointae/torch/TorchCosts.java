package io.jointae.torch;

import io.jointae.stack.compute.Cost;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Sums that stay on the device until somebody asks for one of them; all of them are read then. A sum can be read until
 * {@value #CAPACITY} others have been computed after it.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class TorchCosts {

    static final int CAPACITY = 4096;

    private static final long[] BOTH = {0, 1};

    private final TorchContext context;
    private final Tensor sums;
    private final double[] onHost = new double[CAPACITY];
    private long count;
    private long countOnHost;

    TorchCosts(TorchContext context) {
        this.context = context;
        this.sums = context.zeros(context.type(), CAPACITY);
    }

    /** Sums all elements of a tensor with two dimensions. */
    Cost sum(Tensor values) {
        long index = count++;
        try (PointerScope scope = new PointerScope()) {
            Tensor sum = sums.select(0, index % CAPACITY);
            context.ran(torch.sum_out(sum, values, BOTH, false, TorchContext.SAME_TYPE));
        }
        return () -> read(index);
    }

    private double read(long index) {
        if (count - index > CAPACITY) {
            throw new IllegalStateException("The cost has been overwritten by " + (count - index) + " later ones.");
        }
        if (countOnHost < count) {
            context.read(sums, onHost);
            countOnHost = count;
        }
        return onHost[(int) (index % CAPACITY)];
    }
}
