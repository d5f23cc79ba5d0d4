package io.jointae.evaluate.finetune;

import io.jointae.base.BadInput;
import java.io.Serializable;
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
final class FineTuner {

    private FineTuner() {}

    /**
     * How it went.
     *
     * @param best parameters of the epoch with the lowest validation error, of equals the first
     * @param bestEpoch counted from 1
     * @param errors wrong validation rows after each epoch
     * @param steps minibatches trained on
     * @param seconds of all of it
     */
    record Outcome(Perceptron best, int bestEpoch, List<Long> errors, long steps, double seconds)
            implements Serializable {}

    /** @throws BadInput if the network learns nothing but not-a-number from the first epoch on */
    static Outcome run(Perceptron start, LabelledRows train, LabelledRows valid, FinetuneOptions options, String name) {
        long begin = System.nanoTime();
        MultiLayerNetwork network = start.network(options.learningRate());
        EarlyStoppingConfiguration<MultiLayerNetwork> conf = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(
                        new MaxEpochsTerminationCondition(options.epochs()),
                        new ScoreImprovementEpochTerminationCondition(options.patience()))
                .iterationTerminationConditions(new InvalidScoreIterationTerminationCondition())
                .scoreCalculator(new WrongRows(valid, start.classes()))
                .evaluateEveryNEpochs(1)
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        ShuffledBatches batches = new ShuffledBatches(train, start.classes(), options.batchSize(), options.seed());
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(conf, network, batches).fit();
        if (result.getTerminationReason() == EarlyStoppingResult.TerminationReason.Error) {
            throw new IllegalStateException(name + ": " + result.getTerminationDetails());
        }
        if (result.getBestModel() == null || result.getBestModelEpoch() < 0) {
            throw BadInput.of(
                    "%s: the cost is not a number in the first epoch; lower --learning-rate (now %s)",
                    name, options.learningRate());
        }
        List<Long> errors = new ArrayList<>();
        new TreeMap<>(result.getScoreVsEpoch()).values().forEach(score -> errors.add(Math.round(score)));
        return new Outcome(
                start.with(result.getBestModel().params().toFloatVector()),
                result.getBestModelEpoch() + 1,
                errors,
                (long) errors.size() * ((train.size() + options.batchSize() - 1) / options.batchSize()),
                (System.nanoTime() - begin) * 1e-9);
    }

    /** What early stopping minimises: DL4J's own calculator builds a confusion matrix a batch for the same number. */
    private static final class WrongRows implements ScoreCalculator<MultiLayerNetwork> {

        private static final long serialVersionUID = 1;

        private final transient LabelledRows rows;
        private final int classes;

        WrongRows(LabelledRows rows, int classes) {
            this.rows = rows;
            this.classes = classes;
        }

        @Override
        public double calculateScore(MultiLayerNetwork network) {
            return Predictions.wrong(network, rows, classes);
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }
}
