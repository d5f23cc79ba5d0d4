package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;

/**
 * The 70,000 digits of MNIST in a random order. The first digits belong to train, the next to valid and the next to test,
 * so no digit is in two splits. With the same seed, all datasets of digits have the same digits in the same positions.
 *
 * @param images the pixels of all digits, {@code [70000, 784]}, one byte per pixel
 * @param labels the labels of all digits, {@code [70000]}
 * @param order a permutation of the digits, {@code [70000]}
 * @param starts the position in the order at which each split starts
 */
@DefaultSerializer(JavaSerializer.class)
public record Digits(
        Broadcast<byte[]> images, Broadcast<byte[]> labels, Broadcast<int[]> order, Map<Split, Integer> starts)
        implements Recipe {

    /** The height and width of an image. */
    public static final int SIDE = 28;

    static final int PIXELS = SIDE * SIDE;
    /** The stream of random numbers for the order, which no row uses. */
    private static final long ORDER = -1;

    /** Returns a random permutation of 0 to count - 1 by the Fisher-Yates shuffle. */
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

    /**
     * Returns the pixel for a gray level of MNIST, which is stored as an unsigned byte. The official files divide the levels
     * by 256, so the brightest pixel is 255 / 256.
     */
    static float pixel(byte level) {
        return Byte.toUnsignedInt(level) / 256f;
    }

    @Override
    public Example make(RowRandom random, Split split, long id) {
        int digit = order.value()[starts.get(split) + Math.toIntExact(id)];
        float[] pixels = new float[PIXELS];
        byte[] all = images.value();
        for (int i = 0; i < PIXELS; i++) {
            pixels[i] = pixel(all[digit * PIXELS + i]);
        }
        return new Example(id, labels.value()[digit], pixels);
    }
}
