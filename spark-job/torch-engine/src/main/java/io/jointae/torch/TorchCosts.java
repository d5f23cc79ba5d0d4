package io.jointae.torch;

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

    private static final long[] OVER_BATCH_AND_UNITS = {1, 2};

    private final TorchContext context;
    private final int replicas;
    /** {@code [CAPACITY, replicas]}. */
    private final Tensor sums;

    private final double[] onHost;
    private long count;
    private long countOnHost;

    /** A cost of each of the replicas that a pass worked on. */
    @FunctionalInterface
    interface OfReplicas {

        /** Returns the cost of a replica, by its position among those of the pass, from 0. */
        double of(int position);
    }

    TorchCosts(TorchContext context, int replicas) {
        this.context = context;
        this.replicas = replicas;
        this.sums = context.zeros(context.type(), CAPACITY, replicas);
        this.onHost = new double[CAPACITY * replicas];
    }

    /** Sums the elements {@code [replicas, n, units]} of each replica, of which there may be fewer than all. */
    OfReplicas sum(Tensor values) {
        long index = count++;
        try (PointerScope scope = new PointerScope()) {
            Tensor sum = sums.select(0, index % CAPACITY).narrow(0, 0, values.size(0));
            context.ran(torch.sum_out(sum, values, OVER_BATCH_AND_UNITS, false, TorchContext.SAME_TYPE));
        }
        return position -> read(index, position);
    }

    private double read(long index, int position) {
        if (count - index > CAPACITY) {
            throw new IllegalStateException("The cost has been overwritten by " + (count - index) + " later ones.");
        }
        if (countOnHost < count) {
            context.read(sums, onHost);
            countOnHost = count;
        }
        return onHost[(int) (index % CAPACITY) * replicas + position];
    }
}
