package io.jointae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.ForwardPass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The models that tests of stored models write. */
final class StoredModels {

    static final int INPUTS = 6;

    static final Configuration CONF = new Configuration();

    private StoredModels() {}

    static StackModel stack(Architecture architecture) {
        SplittableRandom random = new SplittableRandom(9);
        float[] parameters = new float[new ParameterLayout(architecture).size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (random.nextDouble() - 0.5);
        }
        return new StackModel(architecture, parameters);
    }

    static StackModel stack() {
        return stack(Architecture.paper(
                INPUTS, List.of(LayerSpec.plain(5), LayerSpec.plain(4).withCorruption(Corruption.gaussian(0.5)))));
    }

    static ModelDirectory directory(StackModel model, int format) {
        return directory(model, LayerUpdaters.uniform(Updater.RMSPROP, 0.02, 2), format);
    }

    static ModelDirectory directory(StackModel model, LayerUpdaters updaters, int format) {
        ModelCard card = new ModelCard(
                format,
                new ModelCard.Identity("DAE-2J", "J", "dae"),
                new ModelCard.Data("bars", "/data/bars", "0123", 10),
                new TreeMap<>(Map.of("scheme", "J", "noise", "0.5")),
                7,
                new ModelCard.Run(new TreeMap<>(Map.of("java", "17")), "2026-01-01T00:00:00Z", 1.5),
                new ModelCard.Result(
                        ModelDirectory.hash(model.parameters()),
                        List.of(new EpochRecord(
                                0,
                                1,
                                3.5,
                                new EpochRecord.Reconstruction(3.25, null),
                                new EpochRecord.Reconstruction(4.25, null),
                                1000))));
        return new ModelDirectory(model, updaters, card);
    }

    static INDArray rows(int n) {
        SplittableRandom random = new SplittableRandom(8);
        float[] rows = new float[n * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble();
        }
        return Nd4j.create(rows, new long[] {n, INPUTS}, 'c');
    }

    static float[] reconstruction(StackModel model, INDArray rows) {
        int n = (int) rows.size(0);
        float[] out = new float[n * INPUTS];
        new ForwardPass(model, n)
                .reconstruct(
                        rows.dup('c').data().asFloat(), n, model.architecture().depth(), out);
        return out;
    }

    static void assertClose(float[] actual, float[] expected, String description) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s, value %d", description, i).isCloseTo(expected[i], within(1e-5f));
        }
    }

    /** Writes a model into a new folder and returns the folder. */
    static String write(Path folder, StackModel model, String name) throws IOException {
        String dir = folder.resolve(name).toString();
        directory(model, ModelCard.FORMAT).write(CONF, dir, false);
        return dir;
    }
}
