package io.jointae.evaluate.finetune;

import io.jointae.base.BadInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** How fine-tuning turns a gradient into a step. */
public enum Optimiser {

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
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws BadInput naming the known ones */
    public static Optimiser of(String word) {
        return Arrays.stream(values())
                .filter(optimiser -> optimiser.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> BadInput.of(
                        "optimiser %s: unknown; known are %s",
                        word, Arrays.stream(values()).map(Optimiser::word).collect(Collectors.joining(", "))));
    }
}
