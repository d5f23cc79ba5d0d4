package io.jointae.model;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.Examples;
import io.jointae.stack.Objective;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.StackGradient;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A stack as a layer of a DL4J network. {@code fit} takes steps on the joint objective (paper, eq. 8), {@code output}
 * returns the reconstruction, and {@code score} is the mean value of the objective on the last batch. Labels are
 * ignored, because the input is its own target.
 */
final class StackLayer extends BaseOutputLayer<StackConf> {

    private static final long serialVersionUID = 1;

    private transient INDArray gradientView;
    private transient StackGradient function;
    private transient long examplesSeen;

    StackLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        gradientView = gradients;
        function = null;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        StackConf stack = layerConf();
        Architecture architecture = stack.architecture();
        if (function == null) {
            boolean[] trainable = new boolean[architecture.depth()];
            Arrays.fill(trainable, true);
            function = new StackGradient(
                    architecture,
                    Objective.joint(architecture.depth(), true),
                    trainable,
                    ElementWise.of(dataType),
                    column(paramsFlattened),
                    column(gradientView));
        }
        Examples rows = rows(input, examplesSeen);
        examplesSeen += rows.size();
        Minibatch batch = new Minibatch(rows, rows.size()).range(0, rows.size());
        score = function.compute(batch, RandomStreams.corruptionKey(stack.getSeed(), 0, 0));
        Gradient gradient = new DefaultGradient(gradientView);
        stack.initializer().getGradientsFromFlattened(conf, gradientView).forEach(gradient::setGradientFor);
        return new Pair<>(gradient, null);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        Architecture architecture = layerConf().architecture();
        int n = (int) input.size(0);
        int width = architecture.inputs();
        ForwardPass pass = new ForwardPass(new StackModel(architecture, paramsFlattened.toFloatVector()), n);
        float[] out = new float[n * width];
        pass.reconstruct(input.dup('c').data().asFloat(), n, architecture.depth(), out);
        INDArray result = Nd4j.create(out, new long[] {n, width}, 'c').castTo(input.dataType());
        return workspaces.dup(ArrayType.ACTIVATIONS, result);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        return score;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean needsLabels() {
        return false;
    }

    @Override
    protected INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
        return input;
    }

    /** Returns a flat vector as a matrix of one column that shares its memory. */
    private static Matrix column(INDArray flat) {
        return Matrix.view(flat, 0, (int) flat.length(), 1);
    }

    private static Examples rows(INDArray input, long firstId) {
        int width = (int) input.size(1);
        float[] values = input.dup('c').data().asFloat();
        Examples.Builder rows = new Examples.Builder(width);
        for (int j = 0; j < input.size(0); j++) {
            rows.add(firstId + j, values, j * width);
        }
        return rows.build();
    }
}
