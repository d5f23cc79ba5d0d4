package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * Puts images on random patches of photographs: each pixel is the brighter one of the image and the patch.
 *
 * @param foreground the recipe of the images
 * @param patches the source of the patches
 */
@DefaultSerializer(JavaSerializer.class)
public record ImageBackground(Recipe foreground, Patches patches) implements Recipe {

    @Override
    public Example make(RowRandom random, Split split, long id) {
        Example row = foreground.make(random, split, id);
        float[] pixels = row.getPixels();
        float[] patch = patches.next(random);
        merge(pixels, patch);
        return row;
    }

    /** Replaces each pixel by the pixel of the background if that is brighter. */
    static void merge(float[] pixels, float[] background) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(pixels[i], background[i]);
        }
    }
}
