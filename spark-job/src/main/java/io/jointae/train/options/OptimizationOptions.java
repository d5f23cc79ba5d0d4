package io.jointae.train.options;

import io.jointae.train.plan.StepSettings;

/**
 * The options of the optimization.
 *
 * @param learningRate the learning rate, and how it follows the steps and the number of workers
 * @param batchSize the number of examples per step, at least 1
 * @param epochs the number of epochs per phase, at least 1
 * @param shuffle whether each epoch takes the examples in a new order
 * @param shuffleLimit the size of the training data in MiB, at 4 bytes per value, up to which that order is one
 *     permutation, at least 0
 * @param seed the seed of the initial weights, the corruption and the order of the examples
 * @param evaluateEvery the number of epochs between two evaluations of the reconstruction cost; 0 for none
 */
public record OptimizationOptions(
        LearningRateOptions learningRate,
        int batchSize,
        int epochs,
        boolean shuffle,
        int shuffleLimit,
        long seed,
        int evaluateEvery) {

    /** The default is to evaluate the reconstruction cost this often per phase. */
    private static final int EVALUATIONS_PER_PHASE = 100;

    public OptimizationOptions {
        TrainingOption.BATCH_SIZE.require(batchSize, batchSize);
        TrainingOption.EPOCHS.require(epochs, epochs);
        TrainingOption.SHUFFLE_LIMIT.require(shuffleLimit, shuffleLimit);
        TrainingOption.EVALUATE_EVERY.require(evaluateEvery, evaluateEvery);
    }

    static OptimizationOptions parse(OptionParser parser) {
        int epochs = parser.integer(TrainingOption.EPOCHS);
        return new OptimizationOptions(
                LearningRateOptions.parse(parser),
                parser.integer(TrainingOption.BATCH_SIZE),
                epochs,
                parser.isTrue(TrainingOption.SHUFFLE),
                parser.find(TrainingOption.SHUFFLE_LIMIT).isPresent()
                        ? parser.integer(TrainingOption.SHUFFLE_LIMIT)
                        : StepSettings.SHUFFLE_LIMIT,
                parser.longInteger(TrainingOption.SEED),
                parser.find(TrainingOption.EVALUATE_EVERY).isPresent()
                        ? parser.integer(TrainingOption.EVALUATE_EVERY)
                        : Math.max(1, epochs / EVALUATIONS_PER_PHASE));
    }

    OptimizationOptions withLearningRate(double other) {
        return new OptimizationOptions(
                learningRate.withRate(other), batchSize, epochs, shuffle, shuffleLimit, seed, evaluateEvery);
    }
}
