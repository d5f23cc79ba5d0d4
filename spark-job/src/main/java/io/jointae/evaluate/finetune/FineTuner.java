package io.jointae.evaluate.finetune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.InvalidScoreIterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.ScoreImprovementEpochTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Fine-tunes a network on one core, with DL4J's own {@code fit} and its early stopping. */
final class FineTuner {

    /**
     * The smallest decrease of the score that counts as an improvement. With an equal number of errors it means that a
     * decrease of the loss by less than this does not extend the patience.
     */
    private static final double LEAST_IMPROVEMENT = 1e-3;

    private FineTuner() {}

    /**
     * Trains until the validation score stops improving.
     *
     * @param start network to start from
     * @param train training rows
     * @param valid validation rows
     * @param options options of fine-tuning
     * @param learningRate one of the learning rates of the options
     * @param name dataset and model, for messages
     * @param epochsDone is called after each epoch
     * @return the network of the best epoch
     * @throws FinetuneDivergedException if the loss is not a number in the first epoch already
     */
    static FineTuning run(
            Perceptron start,
            LabeledRows train,
            LabeledRows valid,
            FinetuneOptions options,
            double learningRate,
            String name,
            Runnable epochsDone) {
        long begin = System.nanoTime();
        MultiLayerNetwork network = start.network(options.optimizer().updater(learningRate));
        InMemoryModelSaver<MultiLayerNetwork> saver = saver(network);
        EarlyStoppingConfiguration<MultiLayerNetwork> conf = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(options.epochs()), patience(options))
                .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
                .scoreCalculator(new ValidationScore(valid, start.classes(), epochsDone))
                .evaluateEveryNEpochs(1)
                .modelSaver(saver)
                .build();
        ShuffledBatches batches = new ShuffledBatches(train, start.classes(), options.batchSize(), options.seed());
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(conf, network, batches).fit();
        if (result.getTerminationReason() == EarlyStoppingResult.TerminationReason.Error) {
            throw new IllegalStateException(name + ": " + result.getTerminationDetails());
        }
        // The best score that DL4J reports is the loss of the last batch, so it is looked up here.
        Double score = result.getScoreVsEpoch().get(result.getBestModelEpoch());
        if (score == null || !Double.isFinite(score)) {
            throw new FinetuneDivergedException(name, learningRate);
        }
        List<Long> validationErrors = new ArrayList<>();
        new TreeMap<>(result.getScoreVsEpoch())
                .values()
                .forEach(each -> validationErrors.add(Predictions.errorsOf(each)));
        return new FineTuning(
                learningRate,
                start.with(result.getBestModel().params().toFloatVector()),
                result.getBestModelEpoch() + 1,
                score,
                validationErrors,
                (long) validationErrors.size() * ((train.size() + options.batchSize() - 1) / options.batchSize()),
                (System.nanoTime() - begin) * 1e-9);
    }

    /** Returns the condition that ends training after a number of epochs without a better validation score. */
    static ScoreImprovementEpochTerminationCondition patience(FinetuneOptions options) {
        return new ScoreImprovementEpochTerminationCondition(options.patience(), LEAST_IMPROVEMENT);
    }

    /**
     * Returns a saver that holds the untrained network. DL4J asks the best network for its score at the end and fails
     * if there is none.
     */
    private static InMemoryModelSaver<MultiLayerNetwork> saver(MultiLayerNetwork start) {
        InMemoryModelSaver<MultiLayerNetwork> saver = new InMemoryModelSaver<>();
        try {
            saver.saveBestModel(start, Double.POSITIVE_INFINITY);
        } catch (IOException e) {
            throw new UncheckedIOException("Saving a network in memory failed.", e);
        }
        return saver;
    }

    /** The score that early stopping minimizes: {@link Predictions#score} on the validation rows. */
    private static final class ValidationScore implements ScoreCalculator<MultiLayerNetwork> {

        private static final long serialVersionUID = 1;

        private final transient LabeledRows rows;
        private final int classes;
        private final transient Runnable epochsDone;

        ValidationScore(LabeledRows rows, int classes, Runnable epochsDone) {
            this.rows = rows;
            this.classes = classes;
            this.epochsDone = epochsDone;
        }

        @Override
        public double calculateScore(MultiLayerNetwork network) {
            double score =
                    Predictions.of(new Dl4jNetwork(network), rows, classes).score();
            epochsDone.run();
            return score;
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }
}
