package io.jointae.bench.probe;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Training by dl4j-spark's {@code ParameterAveragingTrainingMaster}, as its user would set it: optimizer state
 * averaged too, batches of the right size made beforehand and kept in memory, no repartitioning, two batches fetched
 * ahead.
 */
public final class StockTraining implements AutoCloseable {

    private final JavaRDD<DataSet> batches;
    private final SparkDl4jMultiLayer network;

    /**
     * Trains one epoch, which also makes the data: the master keeps them.
     *
     * @param batches one {@code DataSet} a minibatch, one partition a worker
     * @param frequency minibatches of each worker between two averagings
     */
    StockTraining(JavaSparkContext context, MultiLayerNetwork network, JavaRDD<DataSet> batches, int frequency) {
        this.batches = batches;
        ParameterAveragingTrainingMaster master = new ParameterAveragingTrainingMaster.Builder(
                        batches.getNumPartitions(), TrainingRuns.BATCH)
                .batchSizePerWorker(TrainingRuns.BATCH)
                .averagingFrequency(frequency)
                .workerPrefetchNumBatches(2)
                .repartionData(Repartition.Never)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .saveUpdater(true)
                .rngSeed(1)
                .build();
        this.network = new SparkDl4jMultiLayer(context, network, master);
        this.network.fit(batches);
    }

    /** Seconds of one more epoch. */
    public double epoch() {
        long begin = System.nanoTime();
        network.fit(batches);
        return (System.nanoTime() - begin) * 1e-9;
    }

    @Override
    public void close() {
        batches.unpersist(false);
    }

    /**
     * A denoising auto-encoder of DL4J's own layers with the products of ours: 784-1000-1000-1000-784, Gaussian
     * noise on the input and on the first code. Its decoder has weights of its own, which DL4J's layers cannot
     * share with the encoder.
     */
    static MultiLayerNetwork autoEncoder() {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.SIGMOID_UNIFORM)
                .activation(Activation.SIGMOID)
                .updater(new RmsProp(TrainingRuns.RATE, 0.9, 1e-6))
                .list()
                .layer(dense(TrainingRuns.WIDTH, 1000)
                        .dropOut(new GaussianNoise(TrainingRuns.NOISE))
                        .build())
                .layer(dense(1000, 1000)
                        .dropOut(new GaussianNoise(TrainingRuns.NOISE))
                        .build())
                .layer(dense(1000, 1000).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                        .nIn(1000)
                        .nOut(TrainingRuns.WIDTH)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init();
        return network;
    }

    private static DenseLayer.Builder dense(int in, int out) {
        return new DenseLayer.Builder().nIn(in).nOut(out);
    }
}
