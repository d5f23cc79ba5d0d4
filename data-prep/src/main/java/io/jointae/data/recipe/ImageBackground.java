package io.jointae.data.recipe;

import io.jointae.data.Example;
import io.jointae.data.Split;

/** Images on random patches of photographs; where both have ink, the brighter one shows. */
public record ImageBackground(Recipe of, Patches patches) implements Recipe {

    @Override
    public Example make(RowRandom random, Split split, long id) {
        Example row = of.make(random, split, id);
        float[] pixels = row.getPixels();
        float[] patch = patches.next(random);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(pixels[i], patch[i]);
        }
        return row;
    }
}
