package io.jointae.evaluate.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;

/**
 * Decides after each epoch of a fine-tuning whether it goes on, and keeps the parameters of the best epoch. It ends after
 * the largest number of epochs, or when the validation score has not improved for as many epochs as the patience allows.
 */
final class EarlyStopping {

    /**
     * The smallest decrease of the score that counts as an improvement. With an equal number of errors it means that a
     * decrease of the loss by less than this does not extend the patience.
     */
    private static final double LEAST_IMPROVEMENT = 1e-3;

    private final long begin = System.nanoTime();
    private final double learningRate;
    private final MaxEpochsTerminationCondition most;
    private final ScoreImprovementEpochTerminationCondition patience;
    private final List<Double> scores = new ArrayList<>();
    private float[] best;
    private int bestEpoch = -1;

    EarlyStopping(FinetuneOptions options, double learningRate) {
        this.learningRate = learningRate;
        most = new MaxEpochsTerminationCondition(options.epochs());
        patience = new ScoreImprovementEpochTerminationCondition(options.patience(), LEAST_IMPROVEMENT);
        patience.initialize();
    }

    /**
     * Records an epoch and returns whether another one follows.
     *
     * @param score {@link Predictions#score} on the validation rows
     * @param parameters returns the parameters at the end of the epoch; called if it is the best one so far
     */
    boolean goesOn(double score, Supplier<float[]> parameters) {
        int epoch = scores.size();
        scores.add(score);
        if (bestEpoch < 0 || score < scores.get(bestEpoch)) {
            bestEpoch = epoch;
            best = parameters.get();
        }
        return !most.terminate(epoch, score, true) && !patience.terminate(epoch, score, true);
    }

    /**
     * Returns the result.
     *
     * @param start network whose shape the result has
     * @param batchesPerEpoch number of minibatches of an epoch
     * @param name dataset and model, for messages
     * @throws FinetuneDivergedException if no epoch ended with a score that is a number
     */
    FineTuning result(Perceptron start, int batchesPerEpoch, String name) {
        if (bestEpoch < 0 || !Double.isFinite(scores.get(bestEpoch))) {
            throw new FinetuneDivergedException(name, learningRate);
        }
        return new FineTuning(
                learningRate,
                start.with(best),
                bestEpoch + 1,
                scores.get(bestEpoch),
                scores.stream().map(Predictions::errorsOf).toList(),
                (long) scores.size() * batchesPerEpoch,
                (System.nanoTime() - begin) * 1e-9);
    }
}
