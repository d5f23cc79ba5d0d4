package io.jointae.export;

import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Models of every kind of layer, and pictures of rectangles. */
final class ExportedModels {

    static final int SIDE = 28;
    static final int INPUTS = SIDE * SIDE;

    private ExportedModels() {}

    /**
     * Returns a model of a denoising, a contractive and a plain layer whose weights and biases are all different from 0.
     *
     * @param activation the activation of all encoders, and of the reconstruction where the loss allows it
     */
    static StackModel model(Activation activation, boolean tied, Loss loss) {
        LayerSpec denoising = new LayerSpec(50, activation, Corruption.gaussian(0.5), 0, 0, 0);
        LayerSpec contractive = new LayerSpec(30, activation, Corruption.NONE, 0.15, 0, 0);
        LayerSpec plain = new LayerSpec(12, activation, Corruption.NONE, 0, 0, 0);
        Architecture architecture = new Architecture(
                INPUTS,
                List.of(denoising, contractive, plain),
                tied,
                loss,
                loss == Loss.CROSS_ENTROPY ? Activation.LOGISTIC : activation);
        float[] parameters = StackModel.initial(architecture, 3).parameters();
        Random random = new Random(4);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = parameters[i] / 4 + (float) (random.nextGaussian() / 50);
        }
        return new StackModel(architecture, parameters);
    }

    static ModelDirectory directory(StackModel model) {
        ModelCard card = new ModelCard(
                new ModelCard.Identity("DAE-3J", "J", "dae+cae+ae"),
                new ModelCard.Data("rectangles|\n<b>", "/data/rectangles", "0123", 1000),
                new TreeMap<>(Map.of("scheme", "J")),
                7,
                new ModelCard.Run(new TreeMap<>(Map.of("java", "17")), "2026-01-01T00:00:00Z", 1),
                new ModelCard.Result(ModelDirectory.hash(model.parameters()), List.of()));
        return new ModelDirectory(
                model,
                LayerUpdaters.uniform(
                        Updater.RMSPROP, 0.01, model.architecture().depth()),
                card);
    }

    /** Returns outlines of rectangles: {@code [rows, INPUTS]}, each value 0 or 1. */
    static float[][] rectangles(int rows) {
        Random random = new Random(5);
        float[][] pictures = new float[rows][INPUTS];
        for (float[] picture : pictures) {
            int height = 4 + random.nextInt(25);
            int width = 4 + random.nextInt(25);
            int top = random.nextInt(SIDE - height + 1);
            int left = random.nextInt(SIDE - width + 1);
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    boolean edge = y == top || y == top + height - 1 || x == left || x == left + width - 1;
                    picture[y * SIDE + x] = edge ? 1 : 0;
                }
            }
        }
        return pictures;
    }

    static float[] flat(float[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
        }
        return values;
    }
}
