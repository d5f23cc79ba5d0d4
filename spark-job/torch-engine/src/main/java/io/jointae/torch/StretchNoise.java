package io.jointae.torch;

import io.jointae.stack.Corruption;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.Stretch;
import java.util.HashMap;
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
    private final Tensor table;
    private final Map<Integer, Layer> layers = new HashMap<>();
    private final Map<Minibatch, Integer> offsets = new HashMap<>();
    private Stretch stretch;
    private int rows;

    /** The numbers of one layer: those of the rows {@code [from, to)} of the stretch, or those of one batch. */
    private final class Layer {

        private final LayerNoise noise = new LayerNoise(context, table);
        private final TorchBuffers buffers = new TorchBuffers(context);
        private Stretch keysOf;
        private Tensor keys;
        private RowKeys single;
        private int from;
        private int to;
    }

    StretchNoise(TorchContext context) {
        this.context = context;
        this.table = LayerNoise.table(context);
    }

    void begin(Stretch begun) {
        end();
        stretch = begun;
        for (int i = 0; i < begun.size(); i++) {
            offsets.put(begun.batch(i), rows);
            rows += begun.batch(i).size();
        }
    }

    void end() {
        stretch = null;
        rows = 0;
        offsets.clear();
        for (Layer layer : layers.values()) {
            layer.keysOf = null;
            layer.single = null;
            layer.to = 0;
        }
    }

    /** Corrupts {@code h [n, units]} into a tensor of the same shape, which may be {@code h} itself. */
    void corrupt(Corruption corruption, RowKeys keys, Tensor h, Tensor into) {
        Layer layer = layers.computeIfAbsent(keys.layer(), i -> new Layer());
        int from = drawn(layer, corruption, keys, (int) h.size(1));
        layer.noise.corrupt(corruption, from, h, into);
    }

    /** Sets the gradient on the replaced units to 0. */
    void backward(Corruption corruption, RowKeys keys, Tensor delta) {
        if (corruption.kind() == Corruption.Kind.GAUSSIAN) {
            return;
        }
        Layer layer = layers.computeIfAbsent(keys.layer(), i -> new Layer());
        layer.noise.backward(drawn(layer, corruption, keys, (int) delta.size(1)), delta);
    }

    /** Returns the index of the batch's first row among the numbers that are drawn now. */
    private int drawn(Layer layer, Corruption corruption, RowKeys keys, int units) {
        Integer offset = keys.batch() == null ? null : offsets.get(keys.batch());
        if (offset == null) {
            if (layer.single != keys) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor device = layer.buffers.get("single", ScalarType.Long, keys.keys().length, 1);
                    context.write(keys.keys(), device);
                    layer.noise.draw(corruption, device, units);
                }
                layer.single = keys;
                layer.to = 0;
            }
            return 0;
        }
        int n = keys.keys().length;
        if (layer.single != null || offset < layer.from || offset + n > layer.to) {
            copyKeys(layer, keys.layer());
            int count = Math.max(n, Math.min(rows - offset, DRAWN_TOGETHER / units / n * n));
            try (PointerScope scope = new PointerScope()) {
                layer.noise.draw(corruption, layer.keys.narrow(0, offset, count), units);
            }
            layer.single = null;
            layer.from = offset;
            layer.to = offset + count;
        }
        return offset - layer.from;
    }

    private void copyKeys(Layer layer, int index) {
        if (layer.keysOf == stretch) {
            return;
        }
        long[] all = new long[rows];
        int n = 0;
        for (int i = 0; i < stretch.size(); i++) {
            for (int j = 0; j < stretch.batch(i).size(); j++) {
                all[n++] = stretch.key(i, j, index);
            }
        }
        try (PointerScope scope = new PointerScope()) {
            if (layer.keys != null) {
                context.release(layer.keys);
            }
            layer.keys = context.keep(layer.buffers.get("keys", ScalarType.Long, rows, 1));
            context.write(all, layer.keys);
        }
        layer.keysOf = stretch;
    }
}
