package io.jointae.data.recipe;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Example;
import io.jointae.data.Split;

/**
 * Puts images on random noise: each pixel is the brighter one of the image and a level that is uniform in 0 to 255.
 *
 * @param foreground the recipe of the images
 */
@DefaultSerializer(JavaSerializer.class)
public record RandomBackground(Recipe foreground) implements Recipe {

    private static final int LEVELS = 256;

    @Override
    public Example make(RowRandom random, Split split, long id) {
        Example row = foreground.make(random, split, id);
        float[] pixels = row.getPixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.max(pixels[i], random.nextInt(LEVELS) / (LEVELS - 1f));
        }
        return row;
    }
}
