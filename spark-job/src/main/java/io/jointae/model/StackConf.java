package io.jointae.model;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.ParameterLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The configuration of a whole stack as one DL4J output layer, so that {@code MultiLayerNetwork} trains, stores and
 * opens it. The fields are plain values under stable names, because they are the format of {@code configuration.json}
 * inside {@code network.zip}. Arrays have one element per layer, lowest layer first.
 */
public class StackConf extends BaseOutputLayer {

    private static final long serialVersionUID = 1;

    private int[] units;
    private String[] activations;
    private String[] corruptions;
    private double[] noise;
    private double[] contraction;
    private double[] l1Weights;
    private double[] l2Weights;
    private boolean tied;
    private String cost;
    private String outputActivation;
    private long seed;
    /**
     * The learning rate of each layer as a fraction of the updater's; null in files of earlier versions and if all
     * layers have the same rate.
     */
    private double[] learningRateScales;

    /** Creates an empty configuration, whose fields DL4J's reader sets. */
    public StackConf() {}

    StackConf(StackConfBuilder builder) {
        super(builder);
        Architecture architecture = builder.architecture();
        int depth = architecture.depth();
        units = new int[depth];
        activations = new String[depth];
        corruptions = new String[depth];
        noise = new double[depth];
        contraction = new double[depth];
        l1Weights = new double[depth];
        l2Weights = new double[depth];
        for (int i = 0; i < depth; i++) {
            LayerSpec layer = architecture.layer(i);
            units[i] = layer.units();
            activations[i] = layer.activation().name();
            corruptions[i] = layer.corruption().kind().name();
            noise[i] = layer.corruption().strength();
            contraction[i] = layer.contraction();
            l1Weights[i] = layer.l1();
            l2Weights[i] = layer.l2();
        }
        tied = architecture.tied();
        cost = architecture.loss().name();
        outputActivation = architecture.output().name();
        seed = builder.seed();
        learningRateScales = builder.updaters().rateScales();
    }

    /**
     * Returns the configuration of a stack.
     *
     * @param updaters the updater and the learning rate of each layer
     * @param seed the seed of initial weights and corruption
     */
    static StackConf of(Architecture architecture, LayerUpdaters updaters, long seed) {
        return new StackConfBuilder(architecture, updaters, seed).build();
    }

    /** Returns the architecture that the fields describe. */
    public Architecture architecture() {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            layers.add(new LayerSpec(
                    units[i],
                    Activation.valueOf(activations[i]),
                    new Corruption(Corruption.Kind.valueOf(corruptions[i]), noise[i]),
                    contraction[i],
                    l1Weights[i],
                    l2Weights[i]));
        }
        return new Architecture((int) getNIn(), layers, tied, Loss.valueOf(cost), Activation.valueOf(outputActivation));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        StackLayer layer = new StackLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return StackParameters.INSTANCE;
    }

    /** Returns the updater of one parameter, with the learning rate of the layer that the parameter belongs to. */
    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        IUpdater updater = super.getUpdaterByParam(parameter);
        double scale = learningRateScales == null ? 1 : learningRateScales[StackParameters.layer(parameter)];
        if (scale == 1) {
            return updater;
        }
        IUpdater scaled = updater.clone();
        scaled.setLrAndSchedule(Double.NaN, new ScaledRate(updater, scale));
        return scaled;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        Architecture architecture = architecture();
        long activations = 0;
        for (int i = 0; i < architecture.depth(); i++) {
            activations += 3L * architecture.width(i) + 2L * architecture.width(i + 1);
        }
        long size = new ParameterLayout(architecture).size();
        return new LayerMemoryReport.Builder(layerName, StackConf.class, input, input)
                .standardMemory(size, size)
                .workingMemory(0, activations, 0, activations)
                .cacheMemory(0, 0)
                .build();
    }

    /** Returns the number of units of each layer. */
    public int[] getUnits() {
        return units;
    }

    /** Sets the number of units of each layer. */
    public void setUnits(int[] units) {
        this.units = units;
    }

    /** Returns the name of each encoder's {@link Activation}. */
    public String[] getActivations() {
        return activations;
    }

    /** Sets the name of each encoder's {@link Activation}. */
    public void setActivations(String[] activations) {
        this.activations = activations;
    }

    /** Returns the name of each layer's {@link Corruption.Kind}. */
    public String[] getCorruptions() {
        return corruptions;
    }

    /** Sets the name of each layer's {@link Corruption.Kind}. */
    public void setCorruptions(String[] corruptions) {
        this.corruptions = corruptions;
    }

    /** Returns the strength of each layer's corruption. */
    public double[] getNoise() {
        return noise;
    }

    /** Sets the strength of each layer's corruption. */
    public void setNoise(double[] noise) {
        this.noise = noise;
    }

    /** Returns the weight of each layer's contractive penalty. */
    public double[] getContraction() {
        return contraction;
    }

    /** Sets the weight of each layer's contractive penalty. */
    public void setContraction(double[] contraction) {
        this.contraction = contraction;
    }

    /** Returns the L1 weight of each layer. */
    public double[] getL1Weights() {
        return l1Weights;
    }

    /** Sets the L1 weight of each layer. */
    public void setL1Weights(double[] l1Weights) {
        this.l1Weights = l1Weights;
    }

    /** Returns the L2 weight of each layer. */
    public double[] getL2Weights() {
        return l2Weights;
    }

    /** Sets the L2 weight of each layer. */
    public void setL2Weights(double[] l2Weights) {
        this.l2Weights = l2Weights;
    }

    /** Returns whether decoders use the transposed weights of the encoders. */
    public boolean isTied() {
        return tied;
    }

    /** Sets whether decoders use the transposed weights of the encoders. */
    public void setTied(boolean tied) {
        this.tied = tied;
    }

    /** Returns the name of the {@link Loss}. */
    public String getCost() {
        return cost;
    }

    /** Sets the name of the {@link Loss}. */
    public void setCost(String cost) {
        this.cost = cost;
    }

    /** Returns the name of the lowest decoder's {@link Activation}. */
    public String getOutputActivation() {
        return outputActivation;
    }

    /** Sets the name of the lowest decoder's {@link Activation}. */
    public void setOutputActivation(String outputActivation) {
        this.outputActivation = outputActivation;
    }

    /** Returns the seed of initial weights and corruption. */
    public long getSeed() {
        return seed;
    }

    /** Sets the seed of initial weights and corruption. */
    public void setSeed(long seed) {
        this.seed = seed;
    }

    /** Returns the learning rate of each layer as a fraction of the updater's; null if all are equal. */
    public double[] getLearningRateScales() {
        return learningRateScales;
    }

    /** Sets the learning rate of each layer as a fraction of the updater's; null if all are equal. */
    public void setLearningRateScales(double[] learningRateScales) {
        this.learningRateScales = learningRateScales;
    }
}
