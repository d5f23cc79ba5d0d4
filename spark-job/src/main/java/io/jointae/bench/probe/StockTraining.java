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
 * Trains with DL4J's own {@code ParameterAveragingTrainingMaster}, with the settings that suit it best: it averages
 * the optimizer state too, reads minibatches of the right size from memory, does not repartition the data, and
 * prefetches two minibatches.
 */
public final class StockTraining implements AutoCloseable {

    private final JavaRDD<DataSet> batches;
    private final SparkDl4jMultiLayer network;

    /**
     * Trains one epoch, which also generates the data; the training master caches them.
     *
     * @param context the Spark context
     * @param network the network to train
     * @param batches one {@code DataSet} per minibatch and one partition per worker
     * @param averagingFrequency the number of minibatches that each worker trains on between two averagings
     */
    StockTraining(
            JavaSparkContext context, MultiLayerNetwork network, JavaRDD<DataSet> batches, int averagingFrequency) {
        this.batches = batches;
        ParameterAveragingTrainingMaster master = new ParameterAveragingTrainingMaster.Builder(
                        batches.getNumPartitions(), TrainingRuns.BATCH)
                .batchSizePerWorker(TrainingRuns.BATCH)
                .averagingFrequency(averagingFrequency)
                .workerPrefetchNumBatches(2)
                .repartionData(Repartition.Never)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .saveUpdater(true)
                .rngSeed(1)
                .build();
        this.network = new SparkDl4jMultiLayer(context, network, master);
        this.network.fit(batches);
    }

    /** Trains another epoch and returns its time in seconds. */
    public double epochSeconds() {
        long begin = System.nanoTime();
        network.fit(batches);
        return (System.nanoTime() - begin) * 1e-9;
    }

    /** Releases the cached minibatches. */
    @Override
    public void close() {
        batches.unpersist(false);
    }

    /**
     * Returns a denoising auto-encoder of DL4J's own layers with the same matrix products as jointae's DAE-2:
     * 784-1000-1000-1000-784 units, with Gaussian noise on the input and on the first code. The weights are not tied,
     * because DL4J's layers cannot share weights between encoder and decoder.
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

    private static DenseLayer.Builder dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs);
    }
}
