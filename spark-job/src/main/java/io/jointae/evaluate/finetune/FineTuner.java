package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
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

/** One fine-tuning in one task, on one core: DL4J's own {@code fit} under its own early stopping. */
public final class FineTuner {

    /** Of the loss, at the same error: less than this in all of the patience's epochs is none worth waiting for. */
    private static final double IMPROVEMENT = 1e-3;

    private FineTuner() {}

    /**
     * How it went.
     *
     * @param best parameters of the epoch with the lowest validation error, of equals that with the lowest
     *     validation cross-entropy, of equals the first
     * @param bestEpoch counted from 1
     * @param score of the best epoch, {@link Predictions#score}
     * @param errors wrong validation rows after each epoch
     * @param steps minibatches trained on
     * @param seconds of all of it
     */
    public record Outcome(
            double learningRate,
            Perceptron best,
            int bestEpoch,
            double score,
            List<Long> errors,
            long steps,
            double seconds)
            implements Serializable {}

    /**
     * @param learningRate one of the options'
     * @throws InvalidInputException if the network learns nothing but not-a-number from the first epoch on
     */
    public static Outcome run(
            Perceptron start,
            LabeledRows train,
            LabeledRows valid,
            FinetuneOptions options,
            double learningRate,
            String name) {
        long begin = System.nanoTime();
        MultiLayerNetwork network = start.network(options.optimizer().updater(learningRate));
        InMemoryModelSaver<MultiLayerNetwork> saver = saver(network);
        EarlyStoppingConfiguration<MultiLayerNetwork> conf = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(options.epochs()),
                        new ScoreImprovementEpochTerminationCondition(options.patience(), IMPROVEMENT))
                .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
                .scoreCalculator(new Score(valid, start.classes()))
                .evaluateEveryNEpochs(1)
                .modelSaver(saver)
                .build();
        ShuffledBatches batches = new ShuffledBatches(train, start.classes(), options.batchSize(), options.seed());
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(conf, network, batches).fit();
        if (result.getTerminationReason() == EarlyStoppingResult.TerminationReason.Error) {
            throw new IllegalStateException(name + ": " + result.getTerminationDetails());
        }
        if (result.getBestModelEpoch() < 0) {
            throw InvalidInputException.of(
                    "%s: the cost is not a number in the first epoch; lower --learning-rate (now %s)",
                    name, learningRate);
        }
        List<Long> errors = new ArrayList<>();
        new TreeMap<>(result.getScoreVsEpoch()).values().forEach(score -> errors.add(Predictions.wrongOf(score)));
        return new Outcome(
                learningRate,
                start.with(result.getBestModel().params().toFloatVector()),
                result.getBestModelEpoch() + 1,
                // Not the result's own best score, which is the loss of the last batch.
                result.getScoreVsEpoch().get(result.getBestModelEpoch()),
                errors,
                (long) errors.size() * ((train.size() + options.batchSize() - 1) / options.batchSize()),
                (System.nanoTime() - begin) * 1e-9);
    }

    /** DL4J ends by asking the best model for its score, and without one fails at that: the start is one. */
    private static InMemoryModelSaver<MultiLayerNetwork> saver(MultiLayerNetwork start) {
        InMemoryModelSaver<MultiLayerNetwork> saver = new InMemoryModelSaver<>();
        try {
            saver.saveBestModel(start, Double.POSITIVE_INFINITY);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every network", e);
        }
        return saver;
    }

    /** What early stopping minimizes. */
    private static final class Score implements ScoreCalculator<MultiLayerNetwork> {

        private static final long serialVersionUID = 1;

        private final transient LabeledRows rows;
        private final int classes;

        Score(LabeledRows rows, int classes) {
            this.rows = rows;
            this.classes = classes;
        }

        @Override
        public double calculateScore(MultiLayerNetwork network) {
            return Predictions.of(network, rows, classes).score();
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }
}
