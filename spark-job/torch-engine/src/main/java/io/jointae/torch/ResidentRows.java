package io.jointae.torch;

import io.jointae.stack.Examples;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Stretch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The training examples on the device. A block of examples is copied there when a stretch first uses it, and stays until
 * the blocks need more memory than the limit; then only those of the next stretch are copied again.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class ResidentRows {

    private static final int PIECE_VALUES = 1 << 20;

    private final TorchContext context;
    private final long limit;
    private final TorchBuffers buffers;
    private final Map<Examples, Integer> firstRows = new WeakHashMap<>();
    /** The offset in {@link #positions} of the batches that the replicas take together, by each of these batches. */
    private final Map<Minibatch, Integer> offsets = new HashMap<>();

    private Tensor data;
    private Tensor positions;
    private int rows;

    /** @param limit the most values that stay on the device */
    ResidentRows(TorchContext context, long limit) {
        this.context = context;
        this.limit = limit;
        this.buffers = new TorchBuffers(context);
    }

    /**
     * Copies the blocks and the positions of the rows of each replica's stretch to the device, where they are not there yet.
     *
     * @param stretches one per replica, of the same sizes
     */
    void begin(List<Stretch> stretches) {
        offsets.clear();
        if (!stretches.stream().allMatch(this::copyBlocks)) {
            clear();
            if (!stretches.stream().allMatch(this::copyBlocks)) {
                clear();
                return;
            }
        }
        int replicas = stretches.size();
        Stretch first = stretches.get(0);
        long[] all = new long[replicas * first.examples()];
        int n = 0;
        for (int i = 0; i < first.size(); i++) {
            for (Stretch stretch : stretches) {
                offsets.put(stretch.batch(i), n);
            }
            for (Stretch stretch : stretches) {
                Minibatch batch = stretch.batch(i);
                for (int j = 0; j < batch.size(); j++) {
                    all[n++] = firstRows.get(batch.block(j)) + batch.row(j);
                }
            }
        }
        try (PointerScope scope = new PointerScope()) {
            if (positions != null) {
                context.release(positions);
            }
            positions =
                    context.keep(buffers.get("positions", ScalarType.Long, n, 1).view(-1));
            context.write(all, positions);
        }
    }

    /** Ends the stretch. The blocks stay on the device. */
    void end() {
        offsets.clear();
    }

    /** Returns whether {@link #load} finds the rows of a batch on the device. */
    boolean has(Minibatch batch) {
        return offsets.containsKey(batch);
    }

    /**
     * Copies rows on the device.
     *
     * @param batch a batch of the stretch of one replica
     * @param x {@code [replicas, n, width]}, receives the rows of this batch and of those that the other replicas take with it
     */
    void load(Minibatch batch, Tensor x) {
        try (PointerScope scope = new PointerScope()) {
            Tensor which = positions.narrow(0, offsets.get(batch), x.size(0) * batch.size());
            context.ran(torch.index_select_out(x.view(-1, batch.width()), data, 0, which));
        }
    }

    /** Returns the values of the rows of a batch, which the device may not have. */
    float[] values(Minibatch batch) {
        int width = batch.width();
        float[] values = new float[batch.size() * width];
        float[] row = new float[width];
        for (int j = 0; j < batch.size(); j++) {
            batch.copy(j, 0, row, width);
            System.arraycopy(row, 0, values, j * width, width);
        }
        return values;
    }

    /** Returns whether all blocks of the stretch are on the device now. */
    private boolean copyBlocks(Stretch stretch) {
        Examples last = null;
        for (int i = 0; i < stretch.size(); i++) {
            Minibatch batch = stretch.batch(i);
            for (int j = 0; j < batch.size(); j++) {
                Examples block = batch.block(j);
                if (block != last && !firstRows.containsKey(block) && !copyBlock(block)) {
                    return false;
                }
                last = block;
            }
        }
        return true;
    }

    private boolean copyBlock(Examples block) {
        int width = block.width();
        int needed = rows + block.size();
        if ((long) needed * width > limit) {
            return false;
        }
        if (data == null || data.size(0) < needed) {
            long capacity = Math.min(limit / width, Math.max(needed, 2L * rows));
            Tensor larger = context.zeros(context.type(), capacity, width);
            if (data != null) {
                try (PointerScope scope = new PointerScope()) {
                    context.ran(larger.narrow(0, 0, rows).copy_(data.narrow(0, 0, rows)));
                }
                context.release(data);
            }
            data = larger;
        }
        int perPiece = Math.max(1, PIECE_VALUES / width);
        for (int from = 0; from < block.size(); from += perPiece) {
            int n = Math.min(perPiece, block.size() - from);
            float[] values = new float[n * width];
            float[] row = new float[width];
            for (int j = 0; j < n; j++) {
                block.copy(from + j, 0, row, width);
                System.arraycopy(row, 0, values, j * width, width);
            }
            try (PointerScope scope = new PointerScope()) {
                context.write(values, values.length, data.narrow(0, rows + from, n));
            }
        }
        firstRows.put(block, rows);
        rows = needed;
        return true;
    }

    private void clear() {
        firstRows.clear();
        rows = 0;
        if (data != null) {
            context.release(data);
            data = null;
        }
    }
}
