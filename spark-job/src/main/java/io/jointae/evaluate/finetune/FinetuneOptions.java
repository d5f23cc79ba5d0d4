package io.jointae.evaluate.finetune;

import io.jointae.base.BadInput;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How to fine-tune. The paper states at most 1,000 epochs and early stopping on the validation error (section IV-D),
 * not the rate, the batch or the patience: the optimiser is that of its section IV, RMSProp with decay 0.9 and
 * batches of 100, at the lowest of its learning rates.
 *
 * @param learningRate of RMSProp, over 0
 * @param batchSize examples a step, at least 1
 * @param epochs at most so many passes, at least 1
 * @param patience epochs without a lower validation error before it stops, at least 1
 * @param seed of the softmax layer's initial weights and of the order of the examples
 */
public record FinetuneOptions(double learningRate, int batchSize, int epochs, int patience, long seed)
        implements Serializable {

    public static final FinetuneOptions PAPER = new FinetuneOptions(0.001, 100, 1000, 50, 1);

    /** @throws BadInput naming the option */
    public FinetuneOptions {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw BadInput.of("learning-rate %s: must be more than 0", learningRate);
        }
        requirePositive("batch-size", batchSize);
        requirePositive("epochs", epochs);
        requirePositive("patience", patience);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw BadInput.of("%s %d: must be 1 or more", option, value);
        }
    }

    /** By option name, prefixed: what a result row says beside the options of training. */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        map.put("finetune-learning-rate", Double.toString(learningRate));
        map.put("finetune-batch-size", Integer.toString(batchSize));
        map.put("finetune-epochs", Integer.toString(epochs));
        map.put("finetune-patience", Integer.toString(patience));
        map.put("finetune-seed", Long.toString(seed));
        return map;
    }
}
