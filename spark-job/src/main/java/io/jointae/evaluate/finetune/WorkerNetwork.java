package io.jointae.evaluate.finetune;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A perceptron that a task trains or classifies with. Not thread-safe. */
interface WorkerNetwork extends AutoCloseable {

    /**
     * Takes one training step.
     *
     * @param batch features {@code [n, width]} and one-hot labels {@code [n, classes]}
     * @return the mean cross-entropy per row before the step, in nats
     */
    double fit(DataSet batch);

    /**
     * Returns the probabilities of the classes, {@code [n, classes]}, row after row.
     *
     * @param features {@code [n, width]}
     */
    float[] outputs(INDArray features);

    /** Returns a copy of the parameters, flat. */
    float[] parameters();

    /** Returns a copy of the state of the optimizer, flat; empty if it has none. */
    float[] optimizerState();

    /** Gives the network back. */
    @Override
    void close();
}
