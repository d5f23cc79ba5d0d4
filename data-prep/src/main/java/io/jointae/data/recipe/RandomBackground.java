package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;

/** Images on pixels uniform in 0..255; where both have ink, the brighter one shows. */
public record RandomBackground(Recipe of) implements Recipe {

    private static final int LEVELS = 256;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        Example row = of.make(random, split, id);
        float[] pixels = row.getPixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(pixels[i], random.nextInt(LEVELS) / (LEVELS - 1f));
        }
        return row;
    }
}
