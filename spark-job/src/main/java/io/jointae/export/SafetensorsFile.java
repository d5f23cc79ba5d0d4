package io.jointae.export;

import io.jointae.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the parameters of a network in the safetensors format: the length of the header as a 64-bit integer, the header
 * in JSON with the type, the shape and the place of each tensor, and the values. Numbers are little-endian.
 */
final class SafetensorsFile {

    private static final int ALIGNMENT = 8;
    private static final int CHUNK_FLOATS = 1 << 14;

    private SafetensorsFile() {}

    /**
     * Writes the parameters of all steps, and the offsets and spreads of the scaling if there is one.
     *
     * @param metadata facts about the model, by name
     */
    static void write(ExportedNetwork network, Map<String, String> metadata, OutputStream out) throws IOException {
        byte[] header = header(network, metadata);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (DenseStep step : network.steps()) {
            write(step.weights(), out);
            write(step.bias(), out);
        }
        if (!network.scaling().isNone()) {
            write(network.scaling().offsets(), out);
            write(network.scaling().spreads(), out);
        }
    }

    /** Returns the header, with spaces at its end so that the values begin at a multiple of 8 bytes. */
    private static byte[] header(ExportedNetwork network, Map<String, String> metadata) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("__metadata__", metadata);
        long position = 0;
        for (DenseStep step : network.steps()) {
            position = put(tensors, step.weightName(), position, step.outputs(), step.inputs());
            position = put(tensors, step.biasName(), position, step.outputs());
        }
        if (!network.scaling().isNone()) {
            position =
                    put(tensors, "scaling.offset", position, network.scaling().width());
            put(tensors, "scaling.spread", position, network.scaling().width());
        }
        String json = Json.line(tensors);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a tensor that begins at a position, and returns the position of its end. */
    private static long put(Map<String, Object> tensors, String name, long begin, Integer... shape) {
        long end = begin + Float.BYTES;
        for (int size : shape) {
            end = begin + (end - begin) * size;
        }
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("dtype", "F32");
        tensor.put("shape", List.of(shape));
        tensor.put("data_offsets", List.of(begin, end));
        tensors.put(name, tensor);
        return end;
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
            int n = Math.min(CHUNK_FLOATS, values.length - from);
            chunk.asFloatBuffer().put(values, from, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
        }
    }
}
