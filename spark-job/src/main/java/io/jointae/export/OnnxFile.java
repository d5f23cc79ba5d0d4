package io.jointae.export;

import io.jointae.base.InvalidInputException;
import io.jointae.base.ProjectVersion;
import io.jointae.stack.Activation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import onnx.OnnxMl.AttributeProto;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.NodeProto;
import onnx.OnnxMl.OperatorSetIdProto;
import onnx.OnnxMl.StringStringEntryProto;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorShapeProto;
import onnx.OnnxMl.TypeProto;
import onnx.OnnxMl.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * Writes a network as an ONNX model. Each step is a {@code Gemm} and the operator of its activation. The first dimension
 * of the input and of the outputs is the number of rows, which is free. The messages of the format are those that ND4J
 * brings.
 */
final class OnnxFile {

    /** The version of the operators. ONNX Runtime reads it from version 1.6 on. */
    static final int OPERATORS = 13;

    /** The version of the format that was current with {@link #OPERATORS}. */
    private static final int FORMAT = 7;

    /** Protocol buffers hold less than 2 GiB. The rest of the file takes less than the difference. */
    private static final long LARGEST = Integer.MAX_VALUE - (1 << 20);

    private static final String ROWS = "rows";

    private OnnxFile() {}

    /**
     * Writes a network.
     *
     * @param metadata facts about the model, by name
     * @throws InvalidInputException if the network is larger than the format allows
     */
    static void write(ExportedNetwork network, Map<String, String> metadata, OutputStream out) throws IOException {
        if (network.bytes() > LARGEST) {
            throw InvalidInputException.ofField(
                    "format",
                    "onnx cannot hold the %d MiB of this network, because the format ends at 2 GiB: choose safetensors, or"
                            + " export a smaller part.",
                    network.bytes() >> 20);
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("jointae")
                .setProducerVersion(ProjectVersion.current())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph(network));
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        model.build().writeTo(coded);
        coded.flush();
    }

    private static GraphProto graph(ExportedNetwork network) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(network.part().id())
                .addInput(matrix(network.input(), network.inputs()));
        OnnxScaling scaling = new OnnxScaling(network.scaling(), graph);
        String previous = network.scalesInput() ? scaling.apply(network.input()) : network.input();
        for (DenseStep step : network.steps()) {
            boolean undone = network.restores(step);
            String result = undone ? step.result() + ".scaled" : step.result();
            add(step, previous, result, graph);
            if (undone) {
                scaling.undo(result, step.result());
            }
            previous = step.result();
        }
        if (network.softmax()) {
            graph.addNode(
                    node("Softmax", ExportedNetwork.PROBABILITIES, previous).addAttribute(integer("axis", 1)));
        }
        network.outputs().forEach((name, width) -> graph.addOutput(matrix(name, width)));
        return graph.build();
    }

    private static void add(DenseStep step, String input, String result, GraphProto.Builder graph) {
        graph.addInitializer(tensor(step.weightName(), step.weights(), step.outputs(), step.inputs()));
        graph.addInitializer(tensor(step.biasName(), step.bias(), step.outputs()));
        Optional<NodeProto.Builder> activation = operator(step.activation()).map(operator -> node(operator, result));
        String sum = activation.isPresent() ? step.name() + ".sum" : result;
        graph.addNode(
                node("Gemm", sum, input, step.weightName(), step.biasName()).addAttribute(integer("transB", 1)));
        activation.ifPresent(node -> graph.addNode(node.addInput(sum)));
    }

    /** Returns the ONNX operator that computes an activation with the default values of its attributes. */
    private static Optional<String> operator(Activation activation) {
        return Optional.ofNullable(
                switch (activation) {
                    case LOGISTIC -> "Sigmoid";
                    case TANH -> "Tanh";
                    case RELU -> "Relu";
                    case ELU -> "Elu";
                    case SOFTPLUS -> "Softplus";
                    case SOFTSIGN -> "Softsign";
                    case IDENTITY -> null;
                });
    }

    /** Returns a node with one output, which is also its name. */
    static NodeProto.Builder node(String operator, String output, String... inputs) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node;
    }

    /** Returns an attribute with one number. */
    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto tensor(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (int size : shape) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    /** Describes an input or output {@code [rows, width]}. */
    private static ValueInfoProto matrix(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
