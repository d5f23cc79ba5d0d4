package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;

/**
 * MNIST's 70,000 digits in a random order: the first belong to train, the next to valid, the next to test, so
 * that no digit stands in two splits. The same seed gives every dataset made of digits the same digits in
 * the same places.
 *
 * @param images of all digits [70,000, 784], a byte a pixel
 * @param labels [70,000]
 * @param order [70,000] a permutation
 * @param starts where in the order a split starts
 */
public record Digits(
        Broadcast<byte[]> images, Broadcast<byte[]> labels, Broadcast<int[]> order, Map<Split, Integer> starts)
        implements Recipe {

    public static final int SIDE = 28;
    static final int PIXELS = SIDE * SIDE;
    /** Keeps the order's random numbers apart from the rows'. */
    private static final long ORDER = -1;

    /** A permutation of 0..count-1 (Fisher-Yates). */
    public static int[] order(long seed, int count) {
        RowRandom random = new RowRandom(seed, ORDER, 0);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int digit = order.value()[starts.get(split) + Math.toIntExact(id)];
        float[] pixels = new float[PIXELS];
        byte[] all = images.value();
        for (int i = 0; i < PIXELS; i++) {
            pixels[i] = (all[digit * PIXELS + i] & 0xff) / 255f;
        }
        return new Example(id, labels.value()[digit], pixels);
    }
}
