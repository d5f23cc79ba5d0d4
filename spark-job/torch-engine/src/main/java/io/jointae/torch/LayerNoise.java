package io.jointae.torch;

import static io.jointae.torch.TorchContext.INTEGER_ONE;
import static io.jointae.torch.TorchContext.ONE;
import static io.jointae.torch.TorchContext.ZERO;

import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The random numbers that corrupt the input of one layer, drawn on the device for several minibatches at once. They are
 * those of {@link CounterRandom}, bit for bit: a word is the output function of SplitMix64 in 64-bit integers.
 *
 * <p>Gaussian noise is the scaled sum of two table entries; masking and salt-and-pepper compare the upper 53 bits of a
 * word with the probability.
 */
@SuppressWarnings("try") // A scope releases what is made in it, and nobody refers to it.
final class LayerNoise {

    private static final int TABLE = 1 << 16;
    private static final double UNIFORM = 0x1.0p53;

    private static final Scalar FACTOR_1 = new Scalar(0xBF58476D1CE4E5B9L);
    private static final Scalar FACTOR_2 = new Scalar(0x94D049BB133111EBL);
    private static final Scalar HALF_TABLE = new Scalar((long) TABLE / 2);

    private final TorchContext context;
    private final TorchBuffers buffers;
    private final TorchNumbers numbers;
    /** The quantiles in the order of a signed 16-bit index plus 32,768. */
    private final Tensor table;

    private final Tensor[] counters = new Tensor[2];
    private final int[] counted = new int[2];

    /** The drawn numbers: the noise, or the units that the corruption replaces. */
    private Tensor noise;

    private Tensor replaced;
    /** The replaced units that become 0, of salt-and-pepper corruption. */
    private Tensor zeroed;

    LayerNoise(TorchContext context, TorchNumbers numbers, Tensor table) {
        this.context = context;
        this.numbers = numbers;
        this.buffers = new TorchBuffers(context);
        this.table = table;
    }

    /** Copies the table of {@link CounterRandom} to a device. */
    static Tensor table(TorchContext context) {
        float[] ascending = CounterRandom.normalTable();
        float[] signed = new float[TABLE];
        for (int i = 0; i < TABLE; i++) {
            signed[i] = ascending[(i - TABLE / 2) & (TABLE - 1)];
        }
        Tensor table = context.zeros(ScalarType.Float, TABLE);
        context.write(signed, TABLE, table);
        return table;
    }

    /**
     * Draws the numbers of some examples.
     *
     * @param kind the process of all replicas
     * @param strengths the strength of the process of each replica
     * @param keys {@code [replicas, n, 1]}, one key per example
     * @param units the number of units of the layer
     */
    void draw(Corruption.Kind kind, double[] strengths, Tensor keys, int units) {
        try (PointerScope scope = new PointerScope()) {
            if (kind == Corruption.Kind.GAUSSIAN) {
                drawGaussian(strengths, keys, units);
            } else {
                drawUniform(kind, strengths, keys, units);
            }
        }
    }

    private void drawGaussian(double[] strengths, Tensor keys, int units) {
        long replicas = keys.size(0);
        long n = keys.size(1);
        int pairs = (units + 1) / 2;
        Tensor words = words(keys, pairs, 0);
        Tensor indices = buffers.get("indices", ScalarType.Int, replicas, n, 4 * pairs);
        context.ran(indices.copy_(words.view(ScalarType.Short)));
        context.ran(indices.add_(HALF_TABLE, INTEGER_ONE));
        Tensor entries = buffers.get("entries", ScalarType.Float, replicas, n, 4 * pairs);
        context.ran(torch.index_select_out(entries.view(-1), table, 0, indices.view(-1)));
        Tensor all = buffers.get("noise", ScalarType.Float, replicas, n, 2 * pairs);
        Tensor twos = entries.view(replicas, n, 2 * pairs, 2);
        context.ran(torch.sum_out(all, twos, new long[] {3}, false, TorchContext.SAME_TYPE));
        double[] factors = Arrays.stream(strengths)
                .map(strength -> (float) strength * (float) Math.sqrt(0.5))
                .toArray();
        numbers.multiply(all, factors);
        noise = keep(noise, all.narrow(2, 0, units));
    }

    private void drawUniform(Corruption.Kind kind, double[] strengths, Tensor keys, int units) {
        long replicas = keys.size(0);
        long n = keys.size(1);
        Tensor words = words(keys, units, 1);
        Tensor scratch = buffers.get("scratch", ScalarType.Long, replicas, n, units);
        shift(words, scratch, 11);
        replaced = keep(replaced, below(strengths, scratch, "replaced", 1));
        if (kind == Corruption.Kind.SALT_AND_PEPPER) {
            zeroed = keep(zeroed, below(strengths, scratch, "zeroed", 0.5));
        }
    }

    /** Returns where numbers are below a part of the probability of their replica. */
    private Tensor below(double[] probabilities, Tensor values, String name, double part) {
        Tensor below = buffers.get(name, ScalarType.Bool, values.size(0), values.size(1), values.size(2));
        // The smallest whole number that is not below the probability in units of 2 to the power of -53.
        long[] limits = Arrays.stream(probabilities)
                .mapToLong(probability -> (long) Math.ceil(part * probability * UNIFORM))
                .toArray();
        context.ran(
                TorchNumbers.areEqual(probabilities)
                        ? torch.lt_out(below, values, new Scalar(limits[0]))
                        : torch.lt_out(below, values, numbers.get(limits)));
        return below;
    }

    /** Returns random words {@code [replicas, n, count]}. */
    private Tensor words(Tensor keys, int count, int kind) {
        Tensor words = buffers.get("words", ScalarType.Long, keys.size(0), keys.size(1), count);
        Tensor scratch = buffers.get("scratch", ScalarType.Long, keys.size(0), keys.size(1), count);
        context.ran(torch.add_out(words, keys, counters(count, kind), INTEGER_ONE));
        shift(words, scratch, 30);
        context.ran(words.bitwise_xor_(scratch));
        context.ran(words.mul_(FACTOR_1));
        shift(words, scratch, 27);
        context.ran(words.bitwise_xor_(scratch));
        context.ran(words.mul_(FACTOR_2));
        shift(words, scratch, 31);
        context.ran(words.bitwise_xor_(scratch));
        return words;
    }

    /** Computes {@code into = words >>> bits}. The library's shift is signed, so the upper bits are cleared. */
    private void shift(Tensor words, Tensor into, int bits) {
        context.ran(torch.bitwise_right_shift_out(into, words, new Scalar((long) bits)));
        context.ran(into.bitwise_and_(new Scalar((1L << (64 - bits)) - 1)));
    }

    /** Returns the summands of the keys, {@code [1, count]}. */
    private Tensor counters(int count, int kind) {
        if (counted[kind] != count) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = (i + 1) * CounterRandom.GOLDEN;
            }
            if (counters[kind] != null) {
                context.release(counters[kind]);
            }
            counters[kind] = context.zeros(ScalarType.Long, 1, count);
            context.write(values, counters[kind]);
            counted[kind] = count;
        }
        return counters[kind];
    }

    private Tensor keep(Tensor before, Tensor now) {
        if (before != null) {
            context.release(before);
        }
        return context.keep(now);
    }

    /**
     * Corrupts examples by the drawn numbers.
     *
     * @param from the index of the first example of each replica among those that {@link #draw} was given
     * @param h {@code [replicas, n, units]}, the clean values
     * @param into {@code [replicas, n, units]}; may be {@code h} itself
     */
    void corrupt(Corruption.Kind kind, int from, Tensor h, Tensor into) {
        try (PointerScope scope = new PointerScope()) {
            long n = h.size(1);
            if (kind == Corruption.Kind.GAUSSIAN) {
                context.ran(torch.add_out(into, h, noise.narrow(1, from, n), ONE));
                return;
            }
            if (into != h) {
                context.ran(into.copy_(h));
            }
            boolean pepper = kind == Corruption.Kind.SALT_AND_PEPPER;
            context.ran(into.masked_fill_(replaced.narrow(1, from, n), pepper ? ONE : ZERO));
            if (pepper) {
                context.ran(into.masked_fill_(zeroed.narrow(1, from, n), ZERO));
            }
        }
    }

    /** Sets the gradient on the units that {@link #corrupt} replaced to 0. */
    void backward(int from, Tensor delta) {
        try (PointerScope scope = new PointerScope()) {
            context.ran(delta.masked_fill_(replaced.narrow(1, from, delta.size(1)), ZERO));
        }
    }
}
