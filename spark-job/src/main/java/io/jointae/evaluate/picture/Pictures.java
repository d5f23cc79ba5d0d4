package io.jointae.evaluate.picture;

import io.jointae.data.Shape;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.awt.image.BufferedImage;

/** What a model has learnt, as images of the shape of its input. */
public final class Pictures {

    private static final int COLUMNS = 20;

    private Pictures() {}

    /**
     * Encoder weights of the lowest layer's first units, each stretched so that 0 is gray and its largest weight
     * black or white.
     *
     * @param most units shown
     */
    public static BufferedImage filters(StackModel model, Shape shape, int most) {
        int units = Math.min(most, model.architecture().width(1));
        int inputs = model.architecture().inputs();
        float[] weights = model.parameters();
        int first = (int) new ParameterLayout(model.architecture()).part(0).w();
        ImageSheet sheet = new ImageSheet(shape, (units + COLUMNS - 1) / COLUMNS, Math.min(units, COLUMNS));
        for (int u = 0; u < units; u++) {
            float largest = Float.MIN_NORMAL;
            // Encoder weights lie unit after unit.
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
     * Pairs of an original and its reconstruction through the whole stack, in columns.
     *
     * @param rows {@code [n, inputs]}
     */
    public static BufferedImage reconstructions(StackModel model, Shape shape, float[] rows, int n) {
        int inputs = model.architecture().inputs();
        float[] made = new float[n * inputs];
        new ForwardPass(model, n).reconstruct(rows, n, model.architecture().depth(), made);
        int pairs = COLUMNS / 2;
        int[] groups = new int[pairs - 1];
        for (int g = 0; g < groups.length; g++) {
            groups[g] = 2 * (g + 1);
        }
        ImageSheet sheet = new ImageSheet(shape, (n + pairs - 1) / pairs, COLUMNS, groups);
        for (int i = 0; i < n; i++) {
            sheet.put(i / pairs, 2 * (i % pairs), rows, i * inputs);
            sheet.put(i / pairs, 2 * (i % pairs) + 1, made, i * inputs);
        }
        return sheet.image();
    }
}
