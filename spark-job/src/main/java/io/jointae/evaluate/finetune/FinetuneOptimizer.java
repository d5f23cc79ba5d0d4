package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** How fine-tuning turns a gradient into a step. */
public enum FinetuneOptimizer {

    /** Plain stochastic gradient descent. */
    SGD {
        @Override
        IUpdater updater(double learningRate) {
            return new Sgd(learningRate);
        }
    },

    /** With the decay that the paper states for its pretraining (section IV). */
    RMSPROP {
        @Override
        IUpdater updater(double learningRate) {
            return new RmsProp(learningRate, DECAY, EPSILON);
        }
    };

    private static final double DECAY = 0.9;
    private static final double EPSILON = 1e-6;

    /** As DL4J has it. */
    abstract IUpdater updater(double learningRate);

    /** As on the command line. */
    public String cliName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException naming the known ones */
    public static FinetuneOptimizer of(String word) {
        return Arrays.stream(values())
                .filter(optimizer -> optimizer.cliName().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        "optimiser %s: unknown; known are %s",
                        word,
                        Arrays.stream(values()).map(FinetuneOptimizer::cliName).collect(Collectors.joining(", "))));
    }
}
