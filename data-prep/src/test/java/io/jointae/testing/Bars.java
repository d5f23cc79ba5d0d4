package io.jointae.testing;

import io.jointae.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random rows with some structure: a bar of ones on zeros that starts anywhere and wraps around at the end of the
 * row. The same seed gives the same bars.
 */
public final class Bars {

    private Bars() {}

    /** Returns {@code count} rows of {@code width} pixels. */
    public static List<float[]> rows(int count, int width, long seed) {
        return examples(count, width, seed).stream().map(Example::getPixels).toList();
    }

    /** Returns the same rows with ids from 0; the label is 1 for a bar that starts in the right half, otherwise 0. */
    public static List<Example> examples(int count, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            float[] pixels = new float[width];
            int start = random.nextInt(width);
            int length = 1 + random.nextInt(width / 2);
            for (int i = 0; i < length; i++) {
                pixels[(start + i) % width] = 1;
            }
            examples.add(new Example(id, start < width / 2 ? 0 : 1, pixels));
        }
        return examples;
    }
}
