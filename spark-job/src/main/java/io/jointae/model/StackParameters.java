package io.jointae.model;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.ParameterLayout.Part;
import io.jointae.stack.WeightInitializer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The names and shapes of a stack's parameters in DL4J, in the order of {@link ParameterLayout}: {@code W0, b0, c0, W1,
 * ...} with tied weights and {@code W0, b0, c0, V0, W1, ...} without.
 */
final class StackParameters implements ParamInitializer {

    static final StackParameters INSTANCE = new StackParameters();

    private StackParameters() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return new ParameterLayout(architecture(layer)).size();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        Architecture architecture = architecture(layer);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < architecture.depth(); i++) {
            keys.add("W" + i);
            keys.add("b" + i);
            keys.add("c" + i);
            if (!architecture.tied()) {
                keys.add("V" + i);
            }
        }
        return keys;
    }

    /** Returns the index of the layer that a parameter such as {@code W0} belongs to. */
    static int layer(String key) {
        return Integer.parseInt(key.substring(1));
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(key -> isWeightParam(layer, key))
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return key.startsWith("W") || key.startsWith("V");
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return !isWeightParam(layer, key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray flat, boolean initialize) {
        StackConf layer = (StackConf) conf.getLayer();
        if (initialize) {
            float[] initial = WeightInitializer.parameters(layer.architecture(), layer.getSeed());
            flat.assign(Nd4j.createFromArray(initial).reshape(flat.shape()));
        }
        Map<String, INDArray> table = views(layer.architecture(), flat);
        table.keySet().forEach(conf::addVariable);
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
        return views(architecture(conf.getLayer()), flat);
    }

    private static Map<String, INDArray> views(Architecture architecture, INDArray flat) {
        ParameterLayout layout = new ParameterLayout(architecture);
        Map<String, INDArray> table = new LinkedHashMap<>();
        for (int i = 0; i < architecture.depth(); i++) {
            Part part = layout.part(i);
            table.put("W" + i, view(flat, part.w(), part.in(), part.out()));
            table.put("b" + i, view(flat, part.b(), 1, part.out()));
            table.put("c" + i, view(flat, part.c(), 1, part.in()));
            if (!architecture.tied()) {
                table.put("V" + i, view(flat, part.v(), part.in(), part.out()));
            }
        }
        return table;
    }

    private static INDArray view(INDArray flat, long offset, int rows, int columns) {
        return Matrix.view(flat, offset, rows, columns).array();
    }

    private static Architecture architecture(Layer layer) {
        return ((StackConf) layer).architecture();
    }
}
