package io.jointae.torch;

import io.jointae.stack.Corruption;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.Stretch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The corruption of every layer. The keys of a stretch are copied to the device once per layer, and the numbers of
 * several of its batches are drawn together.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class StretchNoise {

    /** The most numbers that are drawn together. Their working memory takes about 32 bytes each. */
    private static final int DRAWN_TOGETHER = 4 << 20;

    private final TorchContext context;
    private final TorchNumbers numbers;
    private final Tensor table;
    private final Map<Integer, Layer> layers = new HashMap<>();
    private final Map<Minibatch, Integer> offsets = new HashMap<>();
    private List<Stretch> stretches = List.of();
    private int rows;

    /** The numbers of one layer: those of the rows {@code [from, to)} of the stretches, or those of one batch. */
    private final class Layer {

        private final LayerNoise noise = new LayerNoise(context, numbers, table);
        private final TorchBuffers buffers = new TorchBuffers(context);
        private List<Stretch> keysOf;
        private Tensor keys;
        private RowKeys single;
        private int from;
        private int to;
    }

    StretchNoise(TorchContext context, TorchNumbers numbers) {
        this.context = context;
        this.numbers = numbers;
        this.table = LayerNoise.table(context);
    }

    /** @param begun the stretch of each replica, of the same sizes */
    void begin(List<Stretch> begun) {
        end();
        stretches = List.copyOf(begun);
        Stretch first = begun.get(0);
        for (int i = 0; i < first.size(); i++) {
            for (Stretch stretch : begun) {
                offsets.put(stretch.batch(i), rows);
            }
            rows += first.batch(i).size();
        }
    }

    void end() {
        stretches = List.of();
        rows = 0;
        offsets.clear();
        for (Layer layer : layers.values()) {
            layer.keysOf = null;
            layer.single = null;
            layer.to = 0;
        }
    }

    /**
     * Corrupts {@code h [replicas, n, units]} into a tensor of the same shape, which may be {@code h} itself.
     *
     * @param strengths the strength of the process of each replica
     * @param keys the keys of one of the replicas
     */
    void corrupt(Corruption.Kind kind, double[] strengths, RowKeys keys, Tensor h, Tensor into) {
        Layer layer = layers.computeIfAbsent(keys.layer(), i -> new Layer());
        int from = drawn(layer, kind, strengths, keys, (int) h.size(2));
        layer.noise.corrupt(kind, from, h, into);
    }

    /** Sets the gradient on the replaced units to 0. */
    void backward(Corruption.Kind kind, double[] strengths, RowKeys keys, Tensor delta) {
        if (kind == Corruption.Kind.GAUSSIAN) {
            return;
        }
        Layer layer = layers.computeIfAbsent(keys.layer(), i -> new Layer());
        layer.noise.backward(drawn(layer, kind, strengths, keys, (int) delta.size(2)), delta);
    }

    /** Returns the index of the batch's first row among the numbers that are drawn now. */
    private int drawn(Layer layer, Corruption.Kind kind, double[] strengths, RowKeys keys, int units) {
        Integer offset = keys.batch() == null ? null : offsets.get(keys.batch());
        if (offset == null) {
            if (layer.single != keys) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor device = layer.buffers.get("single", ScalarType.Long, 1, keys.keys().length, 1);
                    context.write(keys.keys(), device);
                    layer.noise.draw(kind, strengths, device, units);
                }
                layer.single = keys;
                layer.to = 0;
            }
            return 0;
        }
        int n = keys.keys().length;
        if (layer.single != null || offset < layer.from || offset + n > layer.to) {
            copyKeys(layer, keys.layer());
            int most = DRAWN_TOGETHER / units / stretches.size() / n * n;
            int count = Math.max(n, Math.min(rows - offset, most));
            try (PointerScope scope = new PointerScope()) {
                layer.noise.draw(kind, strengths, layer.keys.narrow(1, offset, count), units);
            }
            layer.single = null;
            layer.from = offset;
            layer.to = offset + count;
        }
        return offset - layer.from;
    }

    private void copyKeys(Layer layer, int index) {
        if (layer.keysOf == stretches) {
            return;
        }
        long[] all = new long[stretches.size() * rows];
        int n = 0;
        for (Stretch stretch : stretches) {
            for (int i = 0; i < stretch.size(); i++) {
                for (int j = 0; j < stretch.batch(i).size(); j++) {
                    all[n++] = stretch.key(i, j, index);
                }
            }
        }
        try (PointerScope scope = new PointerScope()) {
            if (layer.keys != null) {
                context.release(layer.keys);
            }
            layer.keys = context.keep(layer.buffers.get("keys", ScalarType.Long, stretches.size(), rows, 1));
            context.write(all, layer.keys);
        }
        layer.keysOf = stretches;
    }
}
