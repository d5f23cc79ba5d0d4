package io.jointae.evaluate.picture;

import io.jointae.data.Shape;
import io.jointae.feature.Scaling;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.awt.image.BufferedImage;

/** Draws the filters and reconstructions of a model as images of the shape of its input. */
public final class Pictures {

    private static final int COLUMNS = 20;

    private Pictures() {}

    /**
     * Draws the encoder weights of the first units of the lowest layer. The weights of each unit are scaled so that 0 is
     * gray and the largest absolute weight is black or white.
     *
     * @param model trained stack
     * @param shape shape of an input row
     * @param maxUnits maximum number of units to draw
     * @return the image
     */
    public static BufferedImage filters(StackModel model, Shape shape, int maxUnits) {
        int units = Math.min(maxUnits, model.architecture().width(1));
        int inputs = model.architecture().inputs();
        float[] weights = model.parameters();
        int first = (int) new ParameterLayout(model.architecture()).part(0).w();
        ImageSheet sheet = new ImageSheet(shape, (units + COLUMNS - 1) / COLUMNS, Math.min(units, COLUMNS));
        for (int u = 0; u < units; u++) {
            float largest = Float.MIN_NORMAL;
            // The encoder weights of a unit are contiguous.
            int from = first + u * inputs;
            for (int i = 0; i < inputs; i++) {
                largest = Math.max(largest, Math.abs(weights[from + i]));
            }
            float[] gray = new float[inputs];
            for (int i = 0; i < inputs; i++) {
                gray[i] = 0.5f + 0.5f * weights[from + i] / largest;
            }
            sheet.put(u / COLUMNS, u % COLUMNS, gray, 0);
        }
        return sheet.image();
    }

    /**
     * Draws pairs of a row and its reconstruction through the whole stack.
     *
     * @param model trained stack
     * @param scaling scaling that made the rows
     * @param shape shape of an input row
     * @param rows {@code [n, inputs]}
     * @param n number of rows
     * @return the image
     */
    public static BufferedImage reconstructions(StackModel model, Scaling scaling, Shape shape, float[] rows, int n) {
        int inputs = model.architecture().inputs();
        float[] reconstructed = new float[n * inputs];
        new ForwardPass(model, n).reconstruct(rows, n, model.architecture().depth(), reconstructed);
        int pairs = COLUMNS / 2;
        int[] groupStarts = new int[pairs - 1];
        for (int g = 0; g < groupStarts.length; g++) {
            groupStarts[g] = 2 * (g + 1);
        }
        ImageSheet sheet = new ImageSheet(scaling, shape, (n + pairs - 1) / pairs, COLUMNS, groupStarts);
        for (int i = 0; i < n; i++) {
            sheet.put(i / pairs, 2 * (i % pairs), rows, i * inputs);
            sheet.put(i / pairs, 2 * (i % pairs) + 1, reconstructed, i * inputs);
        }
        return sheet.image();
    }
}
