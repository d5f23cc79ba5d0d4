package io.jointae.evaluate.finetune;

import io.jointae.stack.compute.ElementWise;

/**
 * Fine-tunes a network in one task.
 *
 * @param start network to start from
 * @param options options of fine-tuning
 * @param learningRate one of the learning rates of the options
 * @param name dataset and model, for messages
 */
record FineTuner(Perceptron start, FinetuneOptions options, double learningRate, String name) {

    /**
     * Trains until the validation score stops improving, or until the loss is not a number.
     *
     * @param ops arithmetic of the task, which the caller closes
     * @param train training rows
     * @param valid validation rows
     * @param epochsDone is called after each epoch
     * @return the network of the best epoch
     * @throws FinetuneDivergedException if the loss is not a number in the first epoch already
     */
    FineTuning run(ElementWise ops, LabeledRows train, LabeledRows valid, Runnable epochsDone) {
        EarlyStopping stopping = new EarlyStopping(options, learningRate);
        EngineNetwork network = EngineNetwork.of(ops, start, options, learningRate);
        int epoch = 0;
        boolean goesOn = true;
        while (goesOn && trainEpoch(network, train, epoch)) {
            double score = Predictions.of(network, valid, start.classes()).score();
            goesOn = stopping.goesOn(score, network::parameters);
            epochsDone.run();
            epoch++;
        }
        return stopping.result(start, options.batchesPerEpoch(train.size()), name);
    }

    /** Returns whether every loss was a finite number. */
    private boolean trainEpoch(EngineNetwork network, LabeledRows train, int epoch) {
        int[] order = options.order(epoch, 0, train.size());
        return network.fit(train, order, 0, order.length, options.batchSize());
    }
}
