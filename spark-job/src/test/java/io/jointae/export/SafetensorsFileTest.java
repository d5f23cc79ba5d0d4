package io.jointae.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.base.Json;
import io.jointae.feature.Scaling;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.Networks;
import io.jointae.stack.Activation;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A safetensors file has the layout of the format, and the parameters that jointae computes with. */
class SafetensorsFileTest {

    private static final StackModel MODEL = ExportedModels.model(Activation.TANH, false, Loss.SQUARED_ERROR);

    /** The header and the values of a file. */
    private record Parsed(JsonNode header, ByteBuffer values) {

        static Parsed of(ExportedNetwork network) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            SafetensorsFile.write(network, Map.of("model", "DAE-3J", "encoder.0", "tanh"), out);
            ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(file.getLong());
            String header = new String(out.toByteArray(), Long.BYTES, length, StandardCharsets.UTF_8);
            assertThat((Long.BYTES + length) % 8).isZero();
            file.position(Long.BYTES + length);
            return new Parsed(
                    Json.parse(header, JsonNode.class, "header"), file.slice().order(ByteOrder.LITTLE_ENDIAN));
        }

        float value(String tensor, int row, int column) {
            JsonNode entry = header.get(tensor);
            int begin = entry.get("data_offsets").get(0).asInt();
            int columns = entry.get("shape").get(1).asInt();
            return values.getFloat(begin + Float.BYTES * (row * columns + column));
        }
    }

    @Test
    void everyTensorHasItsTypeShapeAndAPlaceOfItsOwnWithoutGaps() throws IOException {
        Parsed file = Parsed.of(ExportedNetwork.autoencoder(MODEL, Scaling.NONE, 2));
        assertThat(file.header().get("__metadata__").get("model").asText()).isEqualTo("DAE-3J");
        assertThat(shape(file, "encoder.0.weight")).containsExactly(50, 784);
        assertThat(shape(file, "encoder.0.bias")).containsExactly(50);
        assertThat(shape(file, "encoder.1.weight")).containsExactly(30, 50);
        assertThat(shape(file, "decoder.1.weight")).containsExactly(50, 30);
        assertThat(shape(file, "decoder.0.weight")).containsExactly(784, 50);
        assertThat(shape(file, "decoder.0.bias")).containsExactly(784);
        int end = 0;
        for (JsonNode tensor : file.header()) {
            if (tensor.has("dtype")) {
                assertThat(tensor.get("dtype").asText()).isEqualTo("F32");
                assertThat(tensor.get("data_offsets").get(0).asInt()).isEqualTo(end);
                end = tensor.get("data_offsets").get(1).asInt();
            }
        }
        assertThat(file.values().capacity()).isEqualTo(end);
        assertThat(file.header()).hasSize(9);
    }

    /** DL4J's table of parameters has {@code W [in, out]} and {@code V [in, out]}. */
    @Test
    void weightsAreThoseOfTheModelAsPyTorchStoresThem() throws IOException {
        Parsed file = Parsed.of(ExportedNetwork.autoencoder(MODEL, Scaling.NONE, 3));
        MultiLayerNetwork network = Networks.toNetwork(MODEL, LayerUpdaters.uniform(Updater.RMSPROP, 0.01, 3), 1);
        for (int layer = 0; layer < 3; layer++) {
            INDArray w = network.getParam("0_W" + layer);
            INDArray v = network.getParam("0_V" + layer);
            for (int in = 0; in < w.rows(); in += 7) {
                for (int out = 0; out < w.columns(); out++) {
                    assertThat(file.value("encoder." + layer + ".weight", out, in))
                            .isEqualTo(w.getFloat(in, out));
                    assertThat(file.value("decoder." + layer + ".weight", in, out))
                            .isEqualTo(v.getFloat(in, out));
                }
            }
        }
    }

    private static List<Integer> shape(Parsed file, String tensor) {
        List<Integer> shape = new ArrayList<>();
        file.header().get(tensor).get("shape").forEach(size -> shape.add(size.asInt()));
        return shape;
    }
}
