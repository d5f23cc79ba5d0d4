package io.jointae.evaluate.finetune;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Fine-tuning by DL4J's own layers and optimizers, with which tests compare ours. */
final class Dl4jOracle {

    private Dl4jOracle() {}

    /** Returns a network of DL4J with the same parameters that can be trained. */
    static MultiLayerNetwork network(Perceptron start, FinetuneOptimizer optimizer, double learningRate) {
        IUpdater updater = switch (optimizer) {
            case SGD -> new Sgd(learningRate);
            case RMSPROP ->
                new RmsProp(
                        learningRate, optimizer.rule().decay(), optimizer.rule().epsilon());
        };
        return start.classifier().network(updater);
    }

    /** Returns the same rows with one-hot labels. */
    static DataSet dataSet(LabeledBatch batch, int classes) {
        int n = batch.rows();
        float[] labels = new float[n * classes];
        for (int row = 0; row < n; row++) {
            labels[row * classes + batch.labels()[row]] = 1;
        }
        return new DataSet(
                Nd4j.create(batch.values(), new long[] {n, batch.values().length / n}, 'c'),
                Nd4j.create(labels, new long[] {n, classes}, 'c'));
    }
}
