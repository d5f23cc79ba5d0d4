package io.jointae.model;

import static io.jointae.model.StoredModels.CONF;
import static io.jointae.model.StoredModels.INPUTS;
import static io.jointae.model.StoredModels.assertClose;
import static io.jointae.model.StoredModels.directory;
import static io.jointae.model.StoredModels.reconstruction;
import static io.jointae.model.StoredModels.stack;
import static io.jointae.model.StoredModels.write;
import static io.jointae.stack.Updater.Kind.RMSPROP;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model comes back from the disk as it was written, and files of earlier versions still load. */
class ModelDirectoryTest {

    @TempDir
    Path folder;

    private static final float[] GOLDEN = {-0.4986365f, 0.18803148f, -2.4587498f, -1.2569726f, 2.574605f, -0.1622484f};

    @Test
    void everyActivationLossAndCorruptionSurvivesWritingAndReading() throws IOException {
        for (Activation activation : Activation.values()) {
            for (Loss loss : Loss.values()) {
                for (Corruption.Kind kind : Corruption.Kind.values()) {
                    for (boolean tied : new boolean[] {true, false}) {
                        Architecture architecture = new Architecture(
                                INPUTS,
                                List.of(
                                        new LayerSpec(5, activation, new Corruption(kind, 0.25), 0.125, 0.5, 0.75),
                                        LayerSpec.plain(3)),
                                tied,
                                loss,
                                loss == Loss.CROSS_ENTROPY ? Activation.LOGISTIC : activation);
                        StackModel model = stack(architecture);
                        String name = activation + "-" + loss + "-" + kind + "-" + tied;
                        ModelDirectory read = ModelDirectory.read(CONF, write(folder, model, name));
                        assertThat(read.model().architecture()).isEqualTo(architecture);
                        assertThat(read.model().parameters()).isEqualTo(model.parameters());
                        assertThat(read.card())
                                .isEqualTo(directory(model, ModelCard.FORMAT).card());
                    }
                }
            }
        }
    }

    /** The first version wrote the file; every later version must read it. */
    @Test
    void aModelOfTheFirstVersionStillLoads() throws IOException, URISyntaxException {
        Path golden =
                Path.of(ModelDirectoryTest.class.getResource("model-format-1").toURI());
        ModelDirectory read = ModelDirectory.read(CONF, golden.toString());
        Architecture architecture = read.model().architecture();
        assertThat(read.card().format()).isEqualTo(1);
        assertThat(read.card().options()).containsEntry("scheme", "UJ").containsEntry("kind", "dae,cae");
        assertThat(read.card().history()).hasSize(6);
        assertThat(read.card().history().get(5))
                .isEqualTo(new EpochRecord(
                        2,
                        2,
                        22.304649910356964,
                        new EpochRecord.Reconstruction(18.880469747700182, 18.652797987286384),
                        EpochRecord.Reconstruction.NONE,
                        7123.373021601866));
        assertThat(architecture.inputs()).isEqualTo(INPUTS);
        assertThat(architecture.layer(0).units()).isEqualTo(5);
        assertThat(architecture.layer(0).corruption()).isEqualTo(new Corruption(Corruption.Kind.MASKING, 0.25));
        assertThat(architecture.layer(1).contraction()).isEqualTo(0.1);
        assertThat(architecture.layer(1).activation()).isEqualTo(Activation.TANH);
        assertThat(architecture.tied()).isFalse();
        assertThat(architecture.loss()).isEqualTo(Loss.SQUARED_ERROR);
        assertThat(read.updaters()).isEqualTo(LayerUpdaters.uniform(new Updater(RMSPROP, 0.9, 1e-6), 1e-3, 2));
        INDArray row = Nd4j.create(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, new long[] {1, INPUTS}, 'c');
        assertClose(reconstruction(read.model(), row), GOLDEN, "reconstruction");
        MultiLayerNetwork network =
                MultiLayerNetwork.load(golden.resolve(ModelDirectory.NETWORK).toFile(), false);
        assertClose(network.output(row).dup('c').data().asFloat(), GOLDEN, "DL4J's output");
    }
}
