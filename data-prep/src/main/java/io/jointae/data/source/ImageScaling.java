package io.jointae.data.source;

/**
 * Scales images. Enlarging interpolates linearly. Reducing widens the triangle filter to the distance between target
 * pixels, so that every source pixel has a weight, as {@code BILINEAR} of Pillow does.
 */
final class ImageScaling {

    private ImageScaling() {}

    /**
     * Scales the width of an image.
     *
     * @param image the source, {@code [height, width, channels]}
     * @return the result, {@code [height, newWidth, channels]}
     */
    static float[] rows(float[] image, int height, int width, int newWidth, int channels) {
        float[] out = new float[height * newWidth * channels];
        double step = (double) width / newWidth;
        double reach = Math.max(1, step);
        for (int x = 0; x < newWidth; x++) {
            double center = (x + 0.5) * step;
            int first = Math.max(0, (int) Math.floor(center - reach));
            int last = Math.min(width - 1, (int) Math.ceil(center + reach));
            double[] weights = weights(first, last, center, reach);
            for (int y = 0; y < height; y++) {
                for (int c = 0; c < channels; c++) {
                    double sum = 0;
                    for (int i = first; i <= last; i++) {
                        sum += weights[i - first] * image[(y * width + i) * channels + c];
                    }
                    out[(y * newWidth + x) * channels + c] = (float) Math.max(0, Math.min(1, sum));
                }
            }
        }
        return out;
    }

    private static double[] weights(int first, int last, double center, double reach) {
        double[] weights = new double[last - first + 1];
        double total = 0;
        for (int i = first; i <= last; i++) {
            double weight = Math.max(0, 1 - Math.abs(i + 0.5 - center) / reach);
            weights[i - first] = weight;
            total += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    /** Returns the image {@code [height, width, channels]} as {@code [width, height, channels]}. */
    static float[] transpose(float[] image, int height, int width, int channels) {
        float[] out = new float[image.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(image, (y * width + x) * channels, out, (x * height + y) * channels, channels);
            }
        }
        return out;
    }
}
