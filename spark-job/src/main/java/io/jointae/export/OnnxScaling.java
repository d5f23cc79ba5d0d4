package io.jointae.export;

import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.OnnxMl.GraphProto;
import onnx.OnnxMl.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Adds the nodes of a {@link Scaling} to an ONNX graph. They compute in double precision, as the scaling itself does, and
 * give 32-bit floats.
 *
 * @param scaling how values of the data become inputs of the network
 * @param graph the graph that is built
 */
record OnnxScaling(Scaling scaling, GraphProto.Builder graph) {

    /**
     * Turns values of the data into inputs.
     *
     * @param values the name of the values, {@code [rows, width]}
     * @return the name of the inputs
     */
    String apply(String values) {
        double[] factors = new double[scaling.width()];
        for (int i = 0; i < factors.length; i++) {
            // A feature without a spread has the input 0.
            factors[i] = scaling.spreads()[i] == 0 ? 0 : 1.0 / scaling.spreads()[i];
        }
        String value = cast("scaling.values", values, TensorProto.DataType.DOUBLE_VALUE);
        if (scaling.kind() == ScalingKind.LOG) {
            value = compute("Add", "scaling.more", value, constant("scaling.one", 1));
            value = compute("Log", "scaling.log", value);
        }
        value = compute("Sub", "scaling.centered", value, constants("scaling.offset", doubles(scaling.offsets())));
        value = compute("Mul", "scaling.inputs", value, constants("scaling.factor", factors));
        if (Double.isFinite(scaling.largestInput())) {
            value = compute(
                    "Clip",
                    "scaling.clipped",
                    value,
                    constant("scaling.least", scaling.leastInput()),
                    constant("scaling.largest", scaling.largestInput()));
        }
        return cast("scaled", value, TensorProto.DataType.FLOAT_VALUE);
    }

    /**
     * Turns reconstructed inputs back into values of the data.
     *
     * @param inputs the name of the inputs, {@code [rows, width]}
     * @param values the name that the values get
     */
    void undo(String inputs, String values) {
        String value = cast("restoring.inputs", inputs, TensorProto.DataType.DOUBLE_VALUE);
        value = compute("Mul", "restoring.spread", value, constants("restoring.factor", doubles(scaling.spreads())));
        value = compute("Add", "restoring.sum", value, constants("restoring.offset", doubles(scaling.offsets())));
        if (scaling.kind() == ScalingKind.LOG) {
            value = compute("Exp", "restoring.exp", value);
            value = compute("Sub", "restoring.less", value, constant("restoring.one", 1));
        }
        cast(values, value, TensorProto.DataType.FLOAT_VALUE);
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private String cast(String output, String input, int type) {
        graph.addNode(OnnxFile.node("Cast", output, input).addAttribute(OnnxFile.integer("to", type)));
        return output;
    }

    private String compute(String operator, String output, String... inputs) {
        graph.addNode(OnnxFile.node(operator, output, inputs));
        return output;
    }

    private String constant(String name, double value) {
        graph.addInitializer(tensor(name, value));
        return name;
    }

    private String constants(String name, double... values) {
        graph.addInitializer(tensor(name, values).addDims(values.length));
        return name;
    }

    private static TensorProto.Builder tensor(String name, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.DOUBLE_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
    }
}
